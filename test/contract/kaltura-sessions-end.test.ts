import type { DynamoDBBatchResponse, DynamoDBStreamEvent, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startAwsEndpoint } from '../../local/aws/endpoint.ts';
import { invoke, loadHandler } from '../../local/gateway/lambda.ts';
import { deliverDue } from '../../local/queue/consume.ts';
import { openQueues } from '../../local/queue/queues.ts';
import { queueUrl, sqsOperations } from '../../local/queue/sqs.ts';
import type { LoopbackServer } from '../../local/support/loopback.ts';
import { State } from '../../local/support/state.ts';
import { call, login, redeem } from '../support/api.ts';
import { Device } from '../support/device.ts';
import { type Invited, personBody } from '../support/ground.ts';
import { type KalturaSite, startKalturaSite } from '../support/kaltura-site.ts';
import { silenceLogs } from '../support/quiet.ts';
import { startWithEmptyTable } from '../support/stack.ts';
import { changesOf } from '../support/stream.ts';

/** docs/contract.md#6-site-settings-and-trust: earlier Kaltura sessions end. The stand-in refuses them. */

const queues = openQueues(new State(undefined).database, Date.now);
const parameters = { roomId: '1_lecture0' };
let streamArn: string;
let aws: LoopbackServer;
let kaltura: KalturaSite;
let token: string;

beforeAll(async () => {
  silenceLogs();
  streamArn = await startWithEmptyTable();
  kaltura = await startKalturaSite({ rooms: 'registered' });
  token = await login({ site: 'other', sub: 'owner', scope: 'rooms:write site:admin' });
  aws = await startAwsEndpoint(sqsOperations(queues));
  const url = `http://127.0.0.1:${aws.port}`;
  Object.assign(process.env, { AWS_ENDPOINT_URL_SQS: url, SESSION_QUEUE_URL: queueUrl(url, 'sessions') });
});
beforeEach(async () => {
  const body = { title: 'Biology', ownerId: 'owner', chatAndCollaboration: true };
  await call('putRoom', { parameters, body, token });
});
afterAll(async () => {
  await Promise.all([kaltura.stop(), aws.stop()]);
});

/** Runs the functions that follow the writes so far, again for each earlier one. */
async function followUp(): Promise<void> {
  const recordChanges = await loadHandler<DynamoDBStreamEvent, DynamoDBBatchResponse>('recordChanges');
  const Records = await changesOf(streamArn);
  expect(await invoke(recordChanges, { Records })).toEqual({ batchItemFailures: [] });
  const handler = await loadHandler<SQSEvent, SQSBatchResponse>('endSessions');
  while (await deliverDue({ queue: queues.sessions, handler }));
}

type Guest = { invited: Invited; device: Device; joinUrl: string };

async function newGuest(): Promise<Guest> {
  const { body } = await call('generateInvitation', { parameters, token, body: personBody() });
  const { id, email } = body.invitation;
  const invited = { id, email, link: body.link };
  const device = await Device.create();
  return { invited, device, joinUrl: await enter(invited, device) };
}

async function enter({ link, email }: Invited, device: Device): Promise<string> {
  const { body } = await redeem({ device, link, email, enter: true });
  return body.joinUrl;
}

/** Whether Kaltura lets somebody in with a join URL. */
const opens = async (joinUrl: string): Promise<boolean> =>
  (await (await fetch(joinUrl)).text()).includes('data-state="in"');

const manage = (route: 'promoteInvitation' | 'revokeInvitation', { invited }: Guest, body?: object) =>
  call(route, { parameters: { ...parameters, id: invited.id }, token, ...(body && { body }) });

test('after a promotion the earlier session is refused, and the guest enters with a new one', async () => {
  const guest = await newGuest();
  expect(await opens(guest.joinUrl)).toBe(true);
  await manage('promoteInvitation', guest, { role: 'moderator' });
  await followUp();
  expect(await opens(guest.joinUrl)).toBe(false);
  const again = await enter(guest.invited, guest.device);
  await followUp();
  expect(await opens(again)).toBe(true);
});

test('after a revocation the session is refused, and those of other guests are not', async () => {
  const [guest, other] = [await newGuest(), await newGuest()];
  await manage('revokeInvitation', guest);
  await followUp();
  expect([await opens(guest.joinUrl), await opens(other.joinUrl)]).toEqual([false, true]);
});

test('after the deletion of a room all sessions for it are refused', async () => {
  const guests = [await newGuest(), await newGuest(), await newGuest()];
  await call('deleteRoom', { parameters, token });
  await followUp();
  expect(await Promise.all(guests.map(({ joinUrl }) => opens(joinUrl)))).toEqual([false, false, false]);
});

test('of the sessions of 100 promotions in a row exactly the last is alive', async () => {
  const guest = await newGuest();
  const joinUrls = [guest.joinUrl];
  for (let count = 0; count < 100; count += 1) {
    await manage('promoteInvitation', guest, { role: count % 2 === 0 ? 'moderator' : 'viewer' });
    joinUrls.push(await enter(guest.invited, guest.device));
  }
  await followUp();
  const alive = await Promise.all(joinUrls.map(opens));
  expect(alive.map((isAlive, index) => (isAlive ? index : -1)).filter(index => index >= 0)).toEqual([100]);
});
