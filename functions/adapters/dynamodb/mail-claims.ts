import { after, days, epochSeconds, type Instant } from '../../../domain/time.ts';
import { updateItem } from './items.ts';
import { keys } from './table.ts';

/** One mail of a site, by the id in its message, and the mailer that requests the lease. */
type Claim = { site: string; mail: string; holder: string };

/**
 * Takes the lease of a mail, so that no two mailers send it at the same time. The holder must have sent the mail and
 * recorded the outcome before `until`. If the holder crashes, the lease expires at `until`.
 * @returns undefined if the lease was taken, otherwise when the other holder's lease expires
 */
export async function claimMail(
  { site, mail, holder }: Claim,
  until: Instant,
  now: Instant,
): Promise<Instant | undefined> {
  const { written, before } = await updateItem(keys.mailClaim(site, mail), e => ({
    set: e.assign({ until, holder, ttl: epochSeconds(after(now, days(1))) }),
    // The lease may be the holder's already: the SDK retries a write whose response was lost.
    condition: `attribute_not_exists(pk) OR ${e.name('until')} <= ${e.value(now)} OR ${e.name('holder')} = ${e.value(holder)}`,
  }));
  return written === undefined ? (before?.until ?? now) : undefined;
}

/** Releases the lease of a mail that was not sent, if the holder still has it. */
export async function releaseMail({ site, mail, holder }: Claim, now: Instant): Promise<void> {
  await updateItem(keys.mailClaim(site, mail), e => ({
    set: e.assign({ until: now }),
    condition: `${e.name('holder')} = ${e.value(holder)}`,
  }));
}
