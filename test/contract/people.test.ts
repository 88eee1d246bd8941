import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { personKey } from '../../domain/identifier.ts';
import { type DirectoryPerson, searchTerms } from '../../domain/person.ts';
import { formerFold } from '../../domain/text.ts';
import { updateItem } from '../../functions/adapters/dynamodb/items.ts';
import { keys } from '../../functions/adapters/dynamodb/table.ts';
import { call } from '../support/api.ts';
import { everythingKept } from '../support/items.ts';
import { Scene } from '../support/scene.ts';
import { owner } from './frozen-stage.ts';

const someone = (changes: object = {}) => ({
  id: randomUUID(),
  email: `${randomUUID()}@example.edu`,
  firstName: 'Ada',
  lastName: 'Byron',
  ...changes,
});
const put = (...people: unknown[]) => call('putPeople', { token: owner, body: { people } });

async function find(q: string) {
  const { roomId } = await Scene.set(owner);
  return call('findPeople', { parameters: { roomId }, token: owner, query: { q } });
}

test('a bad row is reported with its index and errors, and does not affect the others', async () => {
  const [first, second] = [someone(), someone({ email: ' Ada Byron <Ada@example.edu>, ', lastName: '' })];
  const { status, body } = await put(
    first,
    someone({ firstName: 'a/b' }),
    second,
    { ...first, id: first.id.toUpperCase() },
    'Ada',
  );
  expect(status).toBe(200);
  expect(body.items).toEqual([first, { ...second, email: 'Ada@example.edu' }]);
  expect(body.problems).toMatchObject([
    { index: 1, errors: [{ path: 'people[1].firstName' }] },
    { index: 3, errors: [{ path: 'people[3].id', message: 'must not be given twice' }] },
    { index: 4, errors: [{ path: 'people[4]' }] },
  ]);
  expect((await find(first.email)).body.items).toEqual([first]);
});

test.each([
  ['Łukasz', 'lukasz'],
  ['’t Hart', 't hart'],
  ['王小明', '王'],
  ['김민준', '김'],
  ['さくら', 'さ'],
])('%s is found by %s', async (lastName, q) => {
  const { body } = await put(someone({ lastName }));
  expect((await find(q)).body.items).toEqual(body.items);
});

test('a person stored by the previous release is found, and after a new put only by the new data', async () => {
  const former = someone({ firstName: '小明', lastName: 'Łucja-Świętosława' });
  await keepAsFormer(former);
  expect((await find('łucja')).body.items).toEqual([former]);
  await put({ ...former, lastName: 'Byron' });
  for (const q of ['łucja', 'lucja', '小明'])
    expect((await find(q)).body.items.length, q).toBe(q === '小明' ? 1 : 0);
  expect(await everythingKept()).not.toContain('łucja');
});

async function keepAsFormer(person: DirectoryPerson): Promise<void> {
  const key = personKey(person.id);
  const terms = searchTerms(person, formerFold).map(term => keys.formerSearchTerm('demo', term, key));
  for (const each of [keys.person('demo', key), ...terms])
    await updateItem(each, e => ({ set: e.assign({ person }) }));
}
