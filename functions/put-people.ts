import { personKey } from '../domain/identifier.ts';
import { invalidRequest } from '../domain/problems.ts';
import { savePeople } from './adapters/dynamodb/people.ts';
import { routes } from './contract.ts';
import { endpoint } from './http/endpoint.ts';

export const handler = endpoint(routes.putPeople, async ({ caller, body: { people } }) => {
  const seen = new Set<string>();
  for (const [index, { id }] of people.entries()) {
    if (seen.has(personKey(id))) throw invalidRequest(`people[${index}].id`, 'must not be given twice');
    seen.add(personKey(id));
  }
  await savePeople(caller.site.id, people);
  return { body: { items: people } };
});
