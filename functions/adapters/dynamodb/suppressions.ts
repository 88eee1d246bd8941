import type { Suppression } from '../../../domain/suppression.ts';
import { after, days, epochSeconds, type Instant } from '../../../domain/time.ts';
import { addressId } from '../keyed-ids.ts';
import { getItem, type Item, queryItems, updateItem } from './items.ts';
import { keys } from './table.ts';

/** Addresses to which a site no longer sends mail, until an administrator lifts the suppression. */

/** Longer than any queue keeps a message: a stale event from before the lift must not suppress the address again. */
const LIFT_REMEMBERED_MILLIS = days(30);

export async function suppress(
  site: string,
  email: string,
  { reason, at }: Pick<Suppression, 'reason' | 'at'>,
): Promise<void> {
  const key = keys.suppression(site, await addressId(site, email));
  // Idempotent: the first reason stays, and repeated events change nothing.
  await updateItem(key, e => ({
    set: e.assign({ email, reason, at }),
    remove: ['liftedAt', e.name('ttl')],
    condition: `attribute_not_exists(pk) OR liftedAt < ${e.value(at)}`,
  }));
}

export async function suppressionOf(site: string, email: string): Promise<Suppression | undefined> {
  const item = await getItem(keys.suppression(site, await addressId(site, email)));
  return item && isSuppressed(item) ? toSuppression(item) : undefined;
}

/** A page of a site's suppressions, in the order of their ids. `after` is the last id seen. A page may be short. */
export async function listSuppressions(site: string, limit: number, after: string | undefined) {
  const { items, last } = await queryItems(keys.suppression(site, '').pk, {
    limit,
    after: after === undefined ? undefined : keys.suppression(site, after),
  });
  return { suppressions: items.filter(isSuppressed).map(toSuppression), last: last?.sk };
}

/** Changes nothing if there is no suppression with this id. */
export async function liftSuppression(site: string, id: string, now: Instant): Promise<void> {
  await updateItem(keys.suppression(site, id), e => ({
    set: e.assign({ liftedAt: now, ttl: epochSeconds(after(now, LIFT_REMEMBERED_MILLIS)) }),
    remove: ['email', 'reason', e.name('at')],
    condition: 'attribute_exists(reason)',
  }));
}

const isSuppressed = ({ reason }: Item): boolean => reason !== undefined;

const toSuppression = ({ sk: id, email, reason, at }: Item): Suppression => ({ id, email, reason, at });
