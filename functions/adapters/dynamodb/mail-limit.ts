import { emailKey } from '../../../domain/email.ts';
import { after, days, epochSeconds, type Instant } from '../../../domain/time.ts';
import { sha256 } from '../../runtime/sha256.ts';
import { updateItem } from './items.ts';
import { keys } from './table.ts';

/** Separate rate limits: test mails, and fresh links that a stranger requests, must not use up the invitations'. */
const COUNTERS = {
  invitation: keys.dailyMails,
  'fresh link': keys.dailyFreshLinks,
  test: keys.dailyTestMails,
};

/** `mail` is the mail's id. */
type CountedMail = { site: string; email: string; mail: string; kind: keyof typeof COUNTERS };

/**
 * Counts a mail against the daily rate limit (UTC) of its address. It is idempotent by the mail's id.
 * @returns false if the limit was reached before
 */
export async function countMail(
  { site, email, mail, kind }: CountedMail,
  limit: number,
  now: Instant,
): Promise<boolean> {
  const addressHash = sha256(emailKey(email)).slice(0, 22);
  const day = now.slice(0, 10);
  const key = COUNTERS[kind](site, addressHash, day);
  const { written } = await updateItem(key, e => ({
    set: e.assign({ ttl: epochSeconds(after(now, days(2))) }),
    add: [`${e.name('mails')} ${e.value(new Set([mail]))}`],
    condition: [
      ...(limit > 0 ? [`attribute_not_exists(${e.name('mails')})`] : []),
      `size(${e.name('mails')}) < ${e.value(limit)}`,
      `contains(${e.name('mails')}, ${e.value(mail)})`,
    ].join(' OR '),
  }));
  return written !== undefined;
}
