import { requireManager } from '../../domain/inviting.ts';
import { invalidRequest } from '../../domain/problems.ts';
import { fewestToFind, fold } from '../../domain/text.ts';
import { routes } from '../contract/routes.ts';
import { endpoint } from '../http/endpoint.ts';
import { readCurrentRoom } from '../rooms/current-room.ts';
import { findAtSite } from './find-at-site.ts';

export const handler = endpoint(routes.findPeople, async ({ caller: { person, site }, path, query, now }) => {
  const folded = fold(query.q);
  const fewest = fewestToFind(folded);
  if ([...folded].length < fewest)
    throw invalidRequest(
      'q',
      `must have at least ${fewest} characters, not counting accents and apostrophes`,
    );
  const room = await readCurrentRoom({ site, roomId: path.roomId, now });
  requireManager(person, room);
  return { body: await findAtSite(site, query.q, room.stale === true) };
});
