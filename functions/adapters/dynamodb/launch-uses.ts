import { after, days, epochSeconds, type Instant } from '../../../domain/time.ts';
import { randomId } from '../../runtime/random-id.ts';
import { updateItem } from './items.ts';
import { keys } from './table.ts';

/** A launch token of a site. */
type Token = { site: string; id: string };

/**
 * Marks a launch token as used, in one conditional write.
 * @returns whether this was the first use
 */
export async function useLaunchToken({ site, id }: Token, now: Instant): Promise<boolean> {
  const user = randomId();
  const { written } = await updateItem(keys.launchUse(site, id), e => ({
    set: e.assign({ user, ttl: epochSeconds(after(now, days(1))) }),
    // The use may be this one: the SDK retries a write whose response was lost.
    condition: `attribute_not_exists(pk) OR ${e.name('user')} = ${e.value(user)}`,
  }));
  return written !== undefined;
}
