import type { TemplateId } from '../../../domain/template.ts';
import { after, days, epochSeconds, type Instant } from '../../../domain/time.ts';
import { keys } from '../../table.ts';
import { updateItem } from './items.ts';

/** Who alone may save a template of a site for a while. */
export type Lease = TemplateId & { site: string; holder: string };

/** @returns whether it was free, or the holder's own already: its answer may have been lost */
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

/** Does nothing where it has run out and somebody else has it. */
export async function giveBackLease({ site, name, locale, holder }: Lease, now: Instant): Promise<void> {
  await updateItem(keys.templateLease(site, name, locale), e => ({
    set: e.assign({ until: now }),
    condition: `${e.name('holder')} = ${e.value(holder)}`,
  }));
}
