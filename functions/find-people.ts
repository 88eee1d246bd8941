import { requireManager } from '../domain/inviting.ts';
import { invalidRequest } from '../domain/problems.ts';
import { fold } from '../domain/text.ts';
import { findPeople } from './adapters/dynamodb/people.ts';
import { readRoom } from './adapters/dynamodb/rooms.ts';
import { routes } from './contract.ts';
import { endpoint } from './http/endpoint.ts';

const MIN_CHARACTERS = 3;

export const handler = endpoint(routes.findPeople, async ({ caller: { person, site }, path, query }) => {
  const prefix = fold(query.q);
  if ([...prefix].length < MIN_CHARACTERS)
    throw invalidRequest('q', `must have ${MIN_CHARACTERS} or more characters`);
  requireManager(person, await readRoom(site.id, path.roomId));
  return { body: { items: await findPeople(site.id, prefix) } };
});
