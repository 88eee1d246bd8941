import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, beforeEach, inject, vi } from 'vitest';
import { type Key, keys } from '../../../functions/adapters/dynamodb/table.ts';
import { startAwsEndpoint } from '../../../local/aws/endpoint.ts';
import { type Handler, invoke, loadHandler } from '../../../local/gateway/lambda.ts';
import { openQueues, type Queues } from '../../../local/queue/queues.ts';
import { queueUrl, sqsOperations } from '../../../local/queue/sqs.ts';
import type { LoopbackServer } from '../../../local/support/loopback.ts';
import { State } from '../../../local/support/state.ts';
import { call } from '../../support/api.ts';
import { DatabaseProxy, type Mood } from '../../support/database-proxy.ts';
import { type Invited, invite, loginOwner, putRoom } from '../../support/ground.ts';
import { startWithEmptyTable } from '../../support/stack.ts';
import { changesOf } from '../../support/stream.ts';

/** Set-up of the tests of recordChanges: a room, its stream, the queues, and a database that can fail. */

type Changes = { Records: DynamoDBRecord[] };

export const database = new DatabaseProxy(inject('dynamoDb'));
export const room = { roomId: 'room' };
let streamArn: string;
export let owner: string;
export let aws: LoopbackServer;
let recordChanges: Handler<Changes, DynamoDBBatchResponse>;
export let queues: Queues;
export const clock = { now: 1_000_000 };

beforeAll(async () => {
  streamArn = await startWithEmptyTable();
  owner = await loginOwner();
  await putRoom(owner, room.roomId);
  process.env.AWS_ENDPOINT_URL_DYNAMODB = await database.start();
});

beforeEach(async () => {
  queues = openQueues(new State(undefined).database, () => clock.now);
  aws = await startAwsEndpoint(sqsOperations(queues));
  const url = `http://127.0.0.1:${aws.port}`;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SQS: url,
    MAIL_QUEUE_URL: queueUrl(url, 'mail'),
    CHANGE_QUEUE_URL: queueUrl(url, 'changes'),
    SESSION_QUEUE_URL: queueUrl(url, 'sessions'),
  });
  vi.resetModules();
  recordChanges = await loadHandler('recordChanges');
});

afterEach(async () => {
  vi.restoreAllMocks();
  database.mood = 'well';
  await aws.stop();
});

afterAll(() => database.stop());

export const inviteByMail = () => invite(owner, room.roomId, { sendEmail: true });

/** The stream records of an invitation, oldest first. */
export const changesTo = (invited: Invited): Promise<DynamoDBRecord[]> => changesIn(room.roomId, invited);

export const changesIn = (roomId: string, { id }: Invited): Promise<DynamoDBRecord[]> =>
  changesAt(keys.invitation('demo', roomId, id));

/** The stream records of a room's deletions, oldest first. */
export const deletionsOf = (roomId: string): Promise<DynamoDBRecord[]> =>
  changesAt(keys.room('demo', roomId));

const changesAt = async ({ pk, sk }: Key): Promise<DynamoDBRecord[]> =>
  (await changesOf(streamArn)).filter(
    ({ dynamodb }) => dynamodb?.Keys?.pk?.S === pk && dynamodb?.Keys?.sk?.S === sk,
  );

export const isTold = (...Records: DynamoDBRecord[]) => invoke(recordChanges, { Records });

export const reported = (...records: DynamoDBRecord[]) => ({
  batchItemFailures: records.map(({ dynamodb }) => ({ itemIdentifier: dynamodb?.SequenceNumber })),
});

/** A poison message: the same change, but its image has only the item's keys. */
export const poisoned = ({ dynamodb, ...record }: DynamoDBRecord): DynamoDBRecord => ({
  ...record,
  dynamodb: { ...dynamodb, NewImage: { ...dynamodb?.Keys } },
});

export async function historyOf({ id }: Invited) {
  const { body } = await call('getInvitationHistory', { parameters: { ...room, id }, token: owner });
  return body.items as { id: string; type: string }[];
}

export const typesOf = async (invited: Invited) => (await historyOf(invited)).map(({ type }) => type);

export const mailsQueued = () => queues.mail.receive(10).map(({ body }) => JSON.parse(body).invitation);

export const sessionsQueued = () => queues.sessions.receive(1000).map(({ body }) => JSON.parse(body));

export const parked = () => queues.changes.receive(10).map(({ body }) => JSON.parse(body));

export const refusing =
  (status: number, body: object, refused = 'BatchWriteItem'): Mood =>
  operation =>
    operation === refused ? { status, body } : undefined;
export const named = (name: string) => ({
  __type: `com.amazonaws.dynamodb.v20120810#${name}`,
  message: 'Refused',
});
