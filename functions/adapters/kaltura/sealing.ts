import { randomBytes } from 'node:crypto';
import type { KalturaSession } from '../../../domain/kaltura-session.ts';
import type { TrustedKaltura } from '../../../domain/kaltura-trust.ts';
import { seal } from './ks.ts';
import { adminSecrets } from './secrets.ts';

/** Seals a session with the first of the site's admin secrets. No call to Kaltura. */
export async function sealFor(
  { partnerId, secretsRef }: TrustedKaltura,
  session: Omit<KalturaSession, 'partnerId'>,
): Promise<string> {
  const [secret = ''] = await adminSecrets(secretsRef);
  return seal(session, { partnerId, secret, random: randomBytes(16) });
}
