import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { localAws } from '../../local/aws.ts';
import { Checkpoint } from '../../local/checkpoint.ts';
import { createTable, type LocalDynamoDb, startDynamoDb } from '../../local/dynamodb.ts';
import { State } from '../../local/state.ts';
import { followStream } from '../../local/stream.ts';

let local: LocalDynamoDb;
let client: DynamoDB;
let streamArn: string;

beforeAll(async () => {
  local = await startDynamoDb({});
  client = new DynamoDB({ ...localAws, endpoint: local.endpoint });
  streamArn = await createTable(local.endpoint, 'roompass');
}, 30_000);
afterAll(async () => {
  client.destroy();
  await local.stop();
});

it('creates the table once', async () => {
  expect(await createTable(local.endpoint, 'roompass')).toBe(streamArn);
  const { TimeToLiveDescription: ttl } = await client.describeTimeToLive({ TableName: 'roompass' });
  expect(ttl).toMatchObject({ TimeToLiveStatus: 'ENABLED', AttributeName: 'ttl' });
});

it('hands every write over once, also across a restart of the poller', async () => {
  const state = new State(undefined);
  const seen: string[] = [];
  const follow = () =>
    followStream({
      endpoint: local.endpoint,
      streamArn,
      checkpoint: new Checkpoint(state, Date.now),
      handler: async ({ Records: records }) => {
        seen.push(...records.map(({ dynamodb }) => dynamodb?.NewImage?.sk?.S ?? ''));
        return { batchItemFailures: [] };
      },
    });
  const write = (id: string) =>
    client.putItem({
      TableName: 'roompass',
      Item: { pk: { S: 'ROOM#demo#r' }, sk: { S: `INVITATION#${id}` } },
    });

  await write('1');
  const first = follow();
  await vi.waitFor(() => expect(seen).toEqual(['INVITATION#1']), 5000);
  await first.stop();
  await write('2');
  const second = follow();
  await vi.waitFor(() => expect(seen).toEqual(['INVITATION#1', 'INVITATION#2']), 5000);
  await second.stop();
});
