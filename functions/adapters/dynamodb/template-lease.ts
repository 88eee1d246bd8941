import type { TemplateId } from '../../../domain/template.ts';
import { after, days, epochSeconds, type Instant } from '../../../domain/time.ts';
import { updateItem } from './items.ts';
import { keys } from './table.ts';

/** The lease to save a template of a site. */
export type Lease = TemplateId & { site: string; holder: string };

/** @returns whether the lease was free, expired, or the holder's already: the SDK retries after a lost response */
export async function takeLease(
  { site, name, locale, holder }: Lease,
  until: Instant,
  now: Instant,
): Promise<boolean> {
  const { written } = await updateItem(keys.templateLease(site, name, locale), e => ({
    set: e.assign({ holder, until, ttl: epochSeconds(after(until, days(1))) }),
    condition: `attribute_not_exists(pk) OR ${e.name('until')} <= ${e.value(now)} OR ${e.name('holder')} = ${e.value(holder)}`,
  }));
  return written !== undefined;
}

/** Changes nothing if the lease has expired and another holder has it. */
export async function giveBackLease({ site, name, locale, holder }: Lease, now: Instant): Promise<void> {
  await updateItem(keys.templateLease(site, name, locale), e => ({
    set: e.assign({ until: now }),
    condition: `${e.name('holder')} = ${e.value(holder)}`,
  }));
}
