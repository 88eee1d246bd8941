import { GetItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, expect, it } from 'vitest';
import { dynamodb } from '../../functions/adapters/dynamodb/client.ts';
import { answerOnlyCommitted } from '../../local/dynamodb/committed.ts';
import { createTable, type LocalDynamoDb, startDynamoDb } from '../../local/dynamodb/server.ts';
import { setEnvironment, tableName as TableName } from '../../local/functions.ts';
import { cleanUp, findPlace, kill, processesOf } from './stack-process.ts';

const KILLS = 3;
const timeout = 120_000;

afterAll(cleanUp, timeout);

it('keeps a transaction that was answered just before DynamoDB Local is killed', {
  timeout,
}, async () => {
  const { folder: path, dynamoDbPort: port } = await findPlace();
  let local: LocalDynamoDb = await startDynamoDb({ path, port });
  setEnvironment({ origin: 'http://localhost', dynamoDb: local.endpoint, ses: '', aws: '' });
  answerOnlyCommitted();
  await createTable(local.endpoint, TableName);
  for (let round = 0; round < KILLS; round += 1) {
    const [database = 0] = processesOf({ pid: process.pid }).slice(-1);
    for (let number = 0; number < 10; number += 1) await write(`${round}-${number}`);
    kill(database);
    await local.ended;
    local = await startDynamoDb({ path, port });
    expect(await isThere(`${round}-9`)).toBe(true);
  }
  await local.stop();
});

const keyOf = (pk: string) => ({ pk: { S: pk }, sk: { S: 'ROOM' } });

async function write(name: string): Promise<void> {
  const items = [name, `${name}-other`].map(pk => ({ Put: { TableName, Item: keyOf(pk) } }));
  await dynamodb().send(new TransactWriteItemsCommand({ TransactItems: items }));
}

async function isThere(name: string): Promise<boolean> {
  const { Item } = await dynamodb().send(new GetItemCommand({ TableName, Key: keyOf(name) }));
  return Item !== undefined;
}
