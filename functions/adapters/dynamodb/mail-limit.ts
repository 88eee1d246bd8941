import { emailKey } from '../../../domain/email.ts';
import { after, days, epochSeconds, type Instant } from '../../../domain/time.ts';
import { sha256 } from '../../shared/sha256.ts';
import { keys } from '../../table.ts';
import { updateItem } from './items.ts';

/** `mail` is its id. Tests of templates are counted apart: they keep no invitation from going out. */
type CountedMail = { site: string; email: string; mail: string; isTest?: boolean };

/**
 * Counts a mail against the day's limit of its address; a mail that was counted already still counts once.
 * @returns false where the limit was reached before
 */
export async function countMail(
  { site, email, mail, isTest = false }: CountedMail,
  limit: number,
  now: Instant,
): Promise<boolean> {
  const addressHash = sha256(emailKey(email)).slice(0, 22);
  const day = now.slice(0, 10);
  const key = (isTest ? keys.dailyTestMails : keys.dailyMails)(site, addressHash, day);
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
