import * as z from 'zod';
import { type Privilege, USER_SESSION } from '../../../domain/kaltura-session.ts';
import type { TrustedKaltura } from '../../../domain/kaltura-trust.ts';
import { epochSeconds, type Instant } from '../../../domain/time.ts';
import { callKaltura, KalturaRefusal } from './client.ts';
import { sealFor } from './sealing.ts';

/** Kaltura shows it in its logs only. */
const USER = 'roompass';
const SECONDS = 60;

/**
 * Ends all Kaltura sessions with this `sessionid`, by a session that has it too. Kaltura also refuses later ones for a
 * day. Does nothing if they are ended already.
 * @throws KalturaRefusal, KalturaUnavailable
 */
export async function endKalturaSessions(
  kaltura: TrustedKaltura,
  sessionid: string,
  now: Instant,
): Promise<void> {
  const privileges = new Map<Privilege, string>([['sessionid', sessionid]]);
  const session = { privileges, type: USER_SESSION, user: USER, expiresAt: epochSeconds(now) + SECONDS };
  const ks = await sealFor(kaltura, session);
  try {
    await callKaltura({ endpoint: kaltura.endpoint, action: 'session.end', ks }, z.null());
  } catch (error) {
    if (!(error instanceof KalturaRefusal && error.isEnded)) throw error;
  }
}
