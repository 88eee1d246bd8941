import { normaliseEmail } from '../../domain/email.ts';
import { personKey } from '../../domain/identifier.ts';
import type { TrustedKaltura } from '../../domain/kaltura-trust.ts';
import type { DirectoryPerson } from '../../domain/person.ts';
import type { Site } from '../../domain/site.ts';
import { findPeople, SHOWN } from '../adapters/dynamodb/people.ts';
import { KalturaRefusal } from '../adapters/kaltura/client.ts';
import { findKalturaPeople } from '../adapters/kaltura/people.ts';
import { inTime } from '../runtime/in-time.ts';
import { log } from '../runtime/log.ts';

type Found = { items: DirectoryPerson[]; partial?: true };

const LONGEST_WAIT_MILLIS = 1200;

/**
 * Finds people at Kaltura, if the site has an app token, and in the site's own directory if Kaltura has fewer than are
 * shown. `isAway`: Kaltura has just not answered, and is not asked again.
 */
export async function findAtSite(site: Site, typed: string, isAway: boolean): Promise<Found> {
  const { kaltura } = site.trust;
  if (kaltura?.appTokenRef === undefined) return { items: await findPeople(site.id, typed) };
  const found = isAway
    ? undefined
    : await inTime(askKaltura(site.id, kaltura, typed), LONGEST_WAIT_MILLIS, undefined);
  if (found === undefined) return { items: await findPeople(site.id, typed), partial: true };
  const atKaltura = withoutRepeated(found, ({ id }) => personKey(id));
  if (atKaltura.length >= SHOWN) return { items: atKaltura.slice(0, SHOWN) };
  const both = [...atKaltura, ...(await findPeople(site.id, typed))];
  return { items: withoutRepeated(both, ({ email }) => normaliseEmail(email) ?? email).slice(0, SHOWN) };
}

/** The first of those with the same key. */
const withoutRepeated = (people: DirectoryPerson[], keyOf: (person: DirectoryPerson) => string) => {
  const byKey = Map.groupBy(people, keyOf);
  return [...byKey.values()].flatMap(alike => alike.slice(0, 1));
};

async function askKaltura(
  site: string,
  kaltura: TrustedKaltura,
  typed: string,
): Promise<DirectoryPerson[] | undefined> {
  try {
    return await findKalturaPeople(kaltura, typed);
  } catch (error) {
    const refusal = error instanceof KalturaRefusal ? error.code.slice(0, 100) : undefined;
    log.error('people could not be found at Kaltura', error, { site, refusal });
    return undefined;
  }
}
