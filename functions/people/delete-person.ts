import { deletePerson } from '../adapters/dynamodb/people.ts';
import { routes } from '../contract/routes.ts';
import { endpoint } from '../http/endpoint.ts';

export const handler = endpoint(routes.deletePerson, async ({ caller, path }) => {
  await deletePerson(caller.site.id, path.id);
  return { status: 204 };
});
