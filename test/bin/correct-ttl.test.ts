import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { correctTtl } from '../../bin/support/correct-ttl.ts';
import { dynamodb } from '../../functions/adapters/dynamodb/client.ts';
import { getItem, type Item, updateItem } from '../../functions/adapters/dynamodb/items.ts';
import { type Key, keys } from '../../functions/adapters/dynamodb/table.ts';
import { longLogin } from '../support/api.ts';
import { silenceLogs } from '../support/quiet.ts';
import { inMinutes, passMinutes, Scene } from '../support/scene.ts';
import { startWithEmptyTable } from '../support/stack.ts';
import { before, itemsOf, setTtl } from './support/tables.ts';

const DAY = 24 * 60;
let owner: string;
let table: string;

beforeAll(() => silenceLogs());
beforeEach(async () => {
  vi.useRealTimers();
  await startWithEmptyTable();
  table = process.env.TABLE_NAME ?? '';
  owner = await longLogin('owner', { scope: 'rooms:write site:admin' });
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const run = (dryRun = false) => correctTtl({ rate: 1000, dryRun });
const seconds = (minutes: number) => Math.floor(Date.parse(inMinutes(minutes)) / 1000);
const entryOf = ({ roomId, invited }: Scene, entry: string) =>
  keys.history({ site: 'demo', room: roomId, generation: 1, id: invited.id }, entry);
const ttlAt = async (key: Key): Promise<number | undefined> => (await getItem(key))?.ttl;
const everything = async () => (await itemsOf(table)).map(item => unmarshall(item) as Item);

/** An invitation with two history entries as an earlier release wrote them: the TTL is 91 days after generation. */
async function anEarlierOne(): Promise<Scene> {
  const scene = await Scene.set(owner);
  const ttl = seconds(91 * DAY);
  await setTtl(table, scene.key, ttl);
  for (const entry of ['1', '2'])
    await updateItem(entryOf(scene, entry), e => ({ set: e.assign({ type: 'generated', ttl }) }));
  return scene;
}

test('invitations and their history get the TTL that every current write sets; nothing else changes', async () => {
  const scene = await anEarlierOne();
  const touched = await anEarlierOne();
  const forgotten = seconds(490 * DAY);
  passMinutes(60);
  await touched.manage('promoteInvitation', { role: 'viewer' });
  const others = (await everything()).filter(({ pk }) => !/^(ROOM|HISTORY)#/.test(pk));

  expect(await run(true)).toEqual(['2 invitations: 1 corrected, and 4 history entries']);
  expect(await ttlAt(scene.key)).not.toBe(forgotten);
  expect(await run()).toEqual(['2 invitations: 1 corrected, and 4 history entries']);
  for (const each of [scene, touched])
    for (const key of [each.key, entryOf(each, '1'), entryOf(each, '2')])
      expect(await ttlAt(key), key.sk).toBe(forgotten);
  expect(await getItem(scene.key)).toMatchObject({ linkId: expect.any(String), role: 'speaker' });
  expect((await everything()).filter(({ pk }) => !/^(ROOM|HISTORY)#/.test(pk))).toEqual(others);

  const afterwards = await everything();
  expect(await run()).toEqual(['2 invitations: 0 corrected, and 0 history entries']);
  expect(await everything()).toEqual(afterwards);
});

test('invitations generated more than 490 days ago are counted, because DynamoDB then deletes them', async () => {
  await anEarlierOne();
  passMinutes(490 * DAY);
  expect(await run()).toEqual([
    '1 invitations: 1 corrected, and 2 history entries',
    '1 of them have expired already: DynamoDB deletes them within days',
  ]);
});

test('an invitation that is deleted or generated again while the command runs is neither restored nor shortened', async () => {
  const [deleted, again] = [await anEarlierOne(), await anEarlierOne()];
  passMinutes(DAY);
  const forget = (key: Key) =>
    dynamodb().send(new DeleteItemCommand({ TableName: table, Key: marshall(key) }));
  before('QueryCommand', async () => {
    await forget(deleted.key);
    await again.inviteAgain();
  });
  before('UpdateItemCommand', () => forget(entryOf(deleted, '1')));
  await run();
  expect(await ttlAt(deleted.key)).toBeUndefined();
  expect(await getItem(entryOf(deleted, '1'))).toBeUndefined();
  expect(await ttlAt(again.key)).toBe(seconds(490 * DAY));
});
