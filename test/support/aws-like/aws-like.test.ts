import { randomUUID } from 'node:crypto';
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  ProvisionedThroughputExceededException,
  PutItemCommand,
  TransactionCanceledException,
  TransactionConflictException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { dynamodb, tableName } from '../../../functions/adapters/dynamodb/client.ts';
import { startWithEmptyTable } from '../stack.ts';
import { awsLike } from './aws-like.ts';

beforeAll(async () => {
  await startWithEmptyTable();
});
beforeEach(() => {
  awsLike.set();
  awsLike.take();
});

const newKey = (pk: string = randomUUID()) => ({ pk: { S: pk }, sk: { S: randomUUID() } });
type Key = ReturnType<typeof newKey>;

const transact = (...keys: Key[]) =>
  dynamodb().send(
    new TransactWriteItemsCommand({
      TransactItems: keys.map(Item => ({ Put: { TableName: tableName(), Item } })),
    }),
  );
const add = (Key: Key) =>
  dynamodb().send(
    new UpdateItemCommand({
      TableName: tableName(),
      Key,
      UpdateExpression: 'ADD made :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    }),
  );
const read = async (Key: Key) =>
  (await dynamodb().send(new GetItemCommand({ TableName: tableName(), Key }))).Item;
const writeBatch = (keys: Key[]) =>
  dynamodb().send(
    new BatchWriteItemCommand({
      RequestItems: { [tableName()]: keys.map(Item => ({ PutRequest: { Item } })) },
    }),
  );
const errorOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    error => error,
  );

test('of two transactions that share an item the later is cancelled, with the reason of each of its items', async () => {
  const [shared, first, second] = [newKey(), newKey(), newKey()];
  const earlier = transact(first, shared);
  const error = await errorOf(transact(second, shared));
  expect(error).toBeInstanceOf(TransactionCanceledException);
  expect((error as TransactionCanceledException).CancellationReasons?.map(({ Code }) => Code)).toEqual([
    'None',
    'TransactionConflict',
  ]);
  await earlier;
  expect([await read(first), await read(second)]).toEqual([first, undefined]);
  await transact(second, shared);
  expect(awsLike.take()).toMatchObject({ transactions: 3, conflicts: 1 });
});

test('a plain write that conflicts with a transaction is refused, and works afterwards', async () => {
  const key = newKey();
  const transaction = transact(key);
  const TableName = tableName();
  const plain = [
    add(key),
    dynamodb().send(new PutItemCommand({ TableName, Item: key })),
    dynamodb().send(new DeleteItemCommand({ TableName, Key: key })),
  ];
  for (const error of await Promise.all(plain.map(errorOf)))
    expect(error).toBeInstanceOf(TransactionConflictException);
  await transaction;
  await add(key);
  expect(awsLike.take()).toMatchObject({ transactions: 1, conflicts: 0, refusedWrites: 3 });
});

test('a batch that conflicts with a transaction leaves that item unprocessed', async () => {
  const [busy, free] = [newKey(), newKey()];
  const transaction = transact(busy);
  const { UnprocessedItems } = await writeBatch([busy, free]);
  expect(UnprocessedItems).toEqual({ [tableName()]: [{ PutRequest: { Item: busy } }] });
  await transaction;
  expect(await read(free)).toEqual(free);
});

test('a partition key that has used its units is throttled, and other keys are not', async () => {
  awsLike.set({ limits: { writeUnits: 2, readUnits: 2 } });
  const [key, other] = [newKey(), newKey()];
  const large = { ...key, text: { S: 'x'.repeat(40 * 1024) } };
  await dynamodb().send(new PutItemCommand({ TableName: tableName(), Item: large }));
  expect(await errorOf(add(newKey(key.pk.S)))).toBeInstanceOf(ProvisionedThroughputExceededException);
  expect(await errorOf(transact(newKey(key.pk.S), other))).toMatchObject({
    CancellationReasons: [{ Code: 'ThrottlingError' }, { Code: 'None' }],
  });
  await add(newKey());
  // Three attempts of the plain write, and one of the transaction, which the SDK does not retry.
  expect(awsLike.take()).toMatchObject({ throttles: 4 });
});

test('a batch is processed in part, and the rest is returned as unprocessed', async () => {
  awsLike.set({ unprocessed: 1 });
  const keys = Array.from({ length: 10 }, () => newKey());
  const { UnprocessedItems } = await writeBatch(keys);
  const left = UnprocessedItems?.[tableName()] ?? [];
  expect(left.length).toBeGreaterThan(0);
  const { Responses, UnprocessedKeys } = await dynamodb().send(
    new BatchGetItemCommand({ RequestItems: { [tableName()]: { Keys: keys } } }),
  );
  expect(UnprocessedKeys?.[tableName()]?.Keys?.length).toBeGreaterThan(0);
  expect(Responses?.[tableName()]?.length).toBeGreaterThan(0);
  awsLike.set();
  const stored = await Promise.all(keys.map(read));
  expect(stored.filter(Boolean)).toHaveLength(10 - left.length);
});

test('a write whose answer is lost takes effect, and the SDK retries it: a transaction takes effect once', async () => {
  awsLike.set({ lost: 0.3, seed: 6 });
  const key = newKey();
  const transactItem = {
    Update: {
      TableName: tableName(),
      Key: newKey(),
      UpdateExpression: 'ADD made :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    },
  };
  for (let count = 0; count < 10; count += 1) {
    await add(key);
    await dynamodb().send(new TransactWriteItemsCommand({ TransactItems: [transactItem] }));
  }
  const { lost } = awsLike.take();
  expect(lost).toEqual({ UpdateItem: expect.any(Number), TransactWriteItems: expect.any(Number) });
  const [plain, transacted] = [await read(key), await read(transactItem.Update.Key)];
  expect(Number(transacted?.made?.N)).toBe(10);
  expect(Number(plain?.made?.N)).toBeGreaterThan(10);
});
