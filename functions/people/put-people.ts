import { personKey } from '../../domain/identifier.ts';
import { type DirectoryPerson, directoryPersonSchema } from '../../domain/person.ts';
import { invalidRequest, Problem } from '../../domain/problems.ts';
import { savePeople } from '../adapters/dynamodb/people.ts';
import { routes } from '../contract/routes.ts';
import { endpoint } from '../http/endpoint.ts';
import { invalid } from '../http/request.ts';
import { whatIsRight } from '../http/wording.ts';

export const handler = endpoint(routes.putPeople, async ({ caller, body: { people } }) => {
  const read = reader();
  const rows = people.map(read);
  const items = rows.filter((row): row is DirectoryPerson => !(row instanceof Problem));
  await savePeople(caller.site.id, items);
  const problems = rows.flatMap((row, index) =>
    row instanceof Problem ? [{ index, errors: row.extra.errors }] : [],
  );
  return { body: { items, problems } };
});

/** Reads the rows of a request in order: each gives a person, or the problem of the row. */
function reader(): (given: unknown, index: number) => DirectoryPerson | Problem {
  const seen = new Set<string>();
  return (given, index) => {
    const row = directoryPersonSchema.safeParse(given, { error: whatIsRight });
    if (!row.success) return invalid(row.error, ['people', index]);
    const key = personKey(row.data.id);
    if (seen.has(key)) return invalidRequest(`people[${index}].id`, 'must not be given twice');
    seen.add(key);
    return row.data;
  };
}
