import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getItem } from '../../functions/adapters/dynamodb/items.ts';
import { keys } from '../../functions/adapters/dynamodb/table.ts';
import { startAwsEndpoint } from '../../local/aws/endpoint.ts';
import { invoke, loadHandler } from '../../local/gateway/lambda.ts';
import { openQueues } from '../../local/queue/queues.ts';
import { queueUrl, sqsOperations } from '../../local/queue/sqs.ts';
import type { LoopbackServer } from '../../local/support/loopback.ts';
import { State } from '../../local/support/state.ts';
import { call, redeem } from '../support/api.ts';
import { Device } from '../support/device.ts';
import {
  allowDevices,
  atOnce,
  type Invited,
  invite,
  persist,
  startWithRoom,
  tally,
} from '../support/ground.ts';
import { changesOf } from '../support/stream.ts';

/** No epoch of sessions is forgotten, and the sessions that an invitee has now are never ended. */

const PROMOTIONS = 100;
const DEVICES = 40;
const roomId = 'promoted';
const queues = openQueues(new State(undefined).database, Date.now);
let owner: string;
let streamArn: string;
let aws: LoopbackServer;

beforeAll(async () => {
  ({ owner, streamArn } = await startWithRoom(roomId));
  await allowDevices(owner, -1);
  aws = await startAwsEndpoint(sqsOperations(queues));
  const url = `http://127.0.0.1:${aws.port}`;
  Object.assign(process.env, { AWS_ENDPOINT_URL_SQS: url, SESSION_QUEUE_URL: queueUrl(url, 'sessions') });
});
afterAll(() => aws.stop());

const enter = (invited: Invited, device: Device) =>
  persist(() => redeem({ device, ...invited, enter: true }));

const epochOf = async ({ id }: Invited): Promise<number> =>
  (await getItem(keys.invitation('demo', roomId, id)))?.sessionEpoch;

/** The epochs that the function queues for the invitation's stream records. */
async function epochsQueued({ id }: Invited): Promise<number[]> {
  const { sk } = keys.invitation('demo', roomId, id);
  const Records = (await changesOf(streamArn)).filter(({ dynamodb }) => dynamodb?.Keys?.sk?.S === sk);
  const recordChanges = await loadHandler<{ Records: DynamoDBRecord[] }, DynamoDBBatchResponse>(
    'recordChanges',
  );
  expect(await invoke(recordChanges, { Records })).toEqual({ batchItemFailures: [] });
  const messages = queues.sessions.receive(1000).map(({ body }) => JSON.parse(body));
  return messages.filter(({ invitation }) => invitation === id).map(({ epoch }) => epoch);
}

const upTo = (last: number, from: number): number[] =>
  Array.from({ length: last - from }, (_, index) => from + index);

test('a hundred promotions in a row, among entries, queue every earlier epoch once, and never the last', {
  timeout: 120_000,
}, async () => {
  const invited = await invite(owner, roomId, { role: 'viewer' });
  await enter(invited, await Device.create());
  const first = await epochOf(invited);
  const entering = atOnce(DEVICES, async () => enter(invited, await Device.create()));
  for (let count = 0; count < PROMOTIONS; count += 1) {
    const body = { role: count % 2 === 0 ? 'moderator' : 'viewer' };
    const parameters = { roomId, id: invited.id };
    const { status } = await persist(() => call('promoteInvitation', { parameters, token: owner, body }));
    expect(status).toBe(200);
  }
  expect(tally(await entering)).toEqual({ admitted: DEVICES });
  const last = await epochOf(invited);
  expect(last - first).toBe(PROMOTIONS);
  const queued = await epochsQueued(invited);
  expect(queued.toSorted((a, b) => a - b)).toEqual(upTo(last, first));
});

test('promotions at the same time as revocations and new generations forget no epoch in which somebody entered', {
  timeout: 120_000,
}, async () => {
  let invited = await invite(owner, roomId, { role: 'viewer' });
  const device = await Device.create();
  const entered = new Set<number>();
  for (let round = 0; round < 12; round += 1) {
    const parameters = { roomId, id: invited.id };
    const ask = (route: 'promoteInvitation' | 'revokeInvitation', body?: object) =>
      call(route, { parameters, token: owner, ...(body && { body }) });
    const answer = await enter(invited, device);
    if (answer.body.state === 'admitted') entered.add(await epochOf(invited));
    await Promise.all([
      ask('promoteInvitation', { role: round % 2 === 0 ? 'moderator' : 'viewer' }),
      ask('promoteInvitation', { role: 'speaker' }),
      ...(round % 3 === 0 ? [ask('revokeInvitation')] : []),
      enter(invited, device),
    ]);
    invited = await invite(owner, roomId, { email: invited.email, role: 'viewer' });
  }
  const queued = await epochsQueued(invited);
  expect([...entered].filter(epoch => !queued.includes(epoch))).toEqual([]);
  expect(queued).not.toContain(await epochOf(invited));
});
