import { requireManager } from '../../domain/inviting.ts';
import { invalidRequest } from '../../domain/problems.ts';
import { fewestToFind, fold } from '../../domain/text.ts';
import { findPeople } from '../adapters/dynamodb/people.ts';
import { readRoom } from '../adapters/dynamodb/rooms.ts';
import { routes } from '../contract/routes.ts';
import { endpoint } from '../http/endpoint.ts';

export const handler = endpoint(routes.findPeople, async ({ caller: { person, site }, path, query }) => {
  const folded = fold(query.q);
  const fewest = fewestToFind(folded);
  if ([...folded].length < fewest)
    throw invalidRequest(
      'q',
      `must have at least ${fewest} characters, not counting accents and apostrophes`,
    );
  requireManager(person, await readRoom(site.id, path.roomId));
  return { body: { items: await findPeople(site.id, query.q) } };
});
