import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { localAws } from '../../../local/aws/client.ts';
import { createTable, type LocalDynamoDb, startDynamoDb } from '../../../local/dynamodb/server.ts';
import { openQueues } from '../../../local/queue/queues.ts';
import { Checkpoint } from '../../../local/stream/checkpoint.ts';
import { followStream } from '../../../local/stream/follow.ts';
import { queueForgottenMail } from '../../../local/stream/sweep.ts';
import { State } from '../../../local/support/state.ts';

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

it('queues the mail that invitations still wait for', async () => {
  const write = (id: string, state: string) =>
    client.putItem({
      TableName: 'roompass',
      Item: {
        pk: { S: 'ROOM#demo#r:1' },
        sk: { S: `INVITATION#${id}` },
        delivery: { M: { state: { S: state }, mail: { S: `mail-${id}` } } },
      },
    });
  await write('a', 'queued');
  await write('b', 'sent');
  const { mail } = openQueues(new State(undefined).database, Date.now);
  await queueForgottenMail(local.endpoint, 'roompass', mail);
  expect(mail.receive(10).map(({ body }) => JSON.parse(body))).toEqual([
    { site: 'demo', room: 'r:1', invitation: 'a', mail: 'mail-a' },
  ]);
});
