import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { TrustedKaltura } from '../../../domain/kaltura-trust.ts';
import { callKaltura, KalturaRefusal, KalturaUnavailable } from './client.ts';
import { appToken } from './secrets.ts';

/** The Kaltura session of a site's app token, shared by all calls until shortly before its end. */

export type AppSession = {
  ks: string;
  /** Names of the session's privileges. */
  privileges: string[];
};

const BEFORE_ITS_END_MILLIS = 60_000;
/** A start that takes longer may hang, even after the outage is over, so later callers begin a new one. */
const JOINED_MILLIS = 1000;

type Held = { session: Promise<AppSession>; until: number };
const sessions = new Map<string, Held>();

/**
 * Works with the site's session. If Kaltura does not accept it any more, it is started again, once.
 * @throws KalturaRefusal, KalturaUnavailable
 */
export async function asApp<T>(
  kaltura: TrustedKaltura,
  work: (session: AppSession) => Promise<T>,
): Promise<T> {
  const held = heldFor(kaltura);
  const session = await held.session;
  try {
    return await work(session);
  } catch (error) {
    if (!(error instanceof KalturaRefusal) || error.code !== 'INVALID_KS') throw error;
    // Unless another call has replaced it already.
    if (sessions.get(keyOf(kaltura)) === held) sessions.delete(keyOf(kaltura));
    return work(await heldFor(kaltura).session);
  }
}

const keyOf = ({ endpoint, partnerId, appTokenRef }: TrustedKaltura): string =>
  [endpoint, partnerId, appTokenRef].join('\n');

function heldFor(kaltura: TrustedKaltura): Held {
  const key = keyOf(kaltura);
  const known = sessions.get(key);
  if (known !== undefined && Date.now() < known.until) return known;
  const started = start(kaltura);
  const held: Held = { session: started, until: Date.now() + JOINED_MILLIS };
  sessions.set(key, held);
  started.then(
    ({ expiry }) => Object.assign(held, { until: expiry * 1000 - BEFORE_ITS_END_MILLIS }),
    () => sessions.get(key) === held && sessions.delete(key),
  );
  return held;
}

const widgetSchema = z.object({ ks: z.string() });
const infoSchema = z.object({ ks: z.string(), expiry: z.number(), privileges: z.string().nullish() });

/** Proves the app token by a hash, over a session that anybody may start. */
async function start({ endpoint, partnerId, appTokenRef }: TrustedKaltura) {
  if (appTokenRef === undefined) throw new KalturaUnavailable('The site has no app token');
  const { id, token, hashType } = await appToken(appTokenRef);
  const widget = {
    endpoint,
    action: 'session.startWidgetSession',
    parameters: { widgetId: `_${partnerId}` },
  } as const;
  const { ks } = await callKaltura(widget, widgetSchema);
  const tokenHash = createHash(hashType)
    .update(ks + token)
    .digest('hex');
  const info = await callKaltura(
    { endpoint, action: 'appToken.startSession', ks, parameters: { id, tokenHash } },
    infoSchema,
  );
  const privileges = (info.privileges ?? '').split(',').map(each => each.trim().split(':', 1)[0] ?? '');
  return { ks: info.ks, expiry: info.expiry, privileges };
}
