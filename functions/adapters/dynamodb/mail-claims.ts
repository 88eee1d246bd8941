import { after, days, epochSeconds, type Instant } from '../../../domain/time.ts';
import { keys } from '../../table.ts';
import { updateItem } from './items.ts';

/** One mail of a site, as its message names it. */
type Mail = { site: string; mail: string };

/**
 * Takes a mail for this mailer alone, until an instant by which it must have been sent and noted, so that no two of
 * them send it at the same time. Where its mailer dies, it is free from then on.
 * @returns until when somebody else has it, if somebody does
 */
export async function claimMail(
  { site, mail }: Mail,
  until: Instant,
  now: Instant,
): Promise<Instant | undefined> {
  const { written, before } = await updateItem(keys.mailClaim(site, mail), e => ({
    set: e.assign({ until, ttl: epochSeconds(after(now, days(1))) }),
    condition: `attribute_not_exists(pk) OR ${e.name('until')} <= ${e.value(now)}`,
  }));
  return written === undefined ? (before?.until ?? now) : undefined;
}

/** Gives a mail back that was not sent, if it is still one's own: claimed until then. */
export async function releaseMail({ site, mail }: Mail, until: Instant, now: Instant): Promise<void> {
  await updateItem(keys.mailClaim(site, mail), e => ({
    set: e.assign({ until: now }),
    condition: `${e.name('until')} = ${e.value(until)}`,
  }));
}
