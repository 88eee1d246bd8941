import type { DynamoDBBatchResponse, DynamoDBRecord, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { keys } from '../../functions/table.ts';
import { startAwsEndpoint } from '../../local/aws/endpoint.ts';
import { type Handler, invoke, loadHandler } from '../../local/gateway/lambda.ts';
import { deliverDue } from '../../local/queue/consume.ts';
import { openQueues, type Queues } from '../../local/queue/queues.ts';
import { queueUrl, sqsOperations } from '../../local/queue/sqs.ts';
import type { LoopbackServer } from '../../local/support/loopback.ts';
import { State } from '../../local/support/state.ts';
import { call } from '../support/api.ts';
import { DatabaseProxy, type Mood } from '../support/database-proxy.ts';
import { type Invited, invite, loginOwner, putRoom } from '../support/ground.ts';
import { captureLines } from '../support/log-lines.ts';
import { startWithEmptyTable } from '../support/stack.ts';
import { changesOf } from '../support/stream.ts';

type Changes = { Records: DynamoDBRecord[] };

const database = new DatabaseProxy(inject('dynamoDb'));
const room = { roomId: 'room' };
let streamArn: string;
let owner: string;
let aws: LoopbackServer;
let recordChanges: Handler<Changes, DynamoDBBatchResponse>;
let queues: Queues;
const clock = { now: 1_000_000 };

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

const inviteByMail = () => invite(owner, room.roomId, { sendEmail: true });

/** What the stream tells of an invitation, oldest first. */
async function changesTo({ id }: Invited): Promise<DynamoDBRecord[]> {
  const { sk } = keys.invitation('demo', room.roomId, id);
  return (await changesOf(streamArn)).filter(({ dynamodb }) => dynamodb?.Keys?.sk?.S === sk);
}

const isTold = (...Records: DynamoDBRecord[]) => invoke(recordChanges, { Records });

const reported = (...records: DynamoDBRecord[]) => ({
  batchItemFailures: records.map(({ dynamodb }) => ({ itemIdentifier: dynamodb?.SequenceNumber })),
});

/** The same change, of an invitation that has nothing of an invitation. */
const poisoned = ({ dynamodb, ...record }: DynamoDBRecord): DynamoDBRecord => ({
  ...record,
  dynamodb: { ...dynamodb, NewImage: { ...dynamodb?.Keys } },
});

async function historyOf({ id }: Invited) {
  const { body } = await call('getInvitationHistory', { parameters: { ...room, id }, token: owner });
  return body.items as { id: string; type: string }[];
}

const typesOf = async (invited: Invited) => (await historyOf(invited)).map(({ type }) => type);

const mailsQueued = () => queues.mail.receive(10).map(({ body }) => JSON.parse(body).invitation);

const parked = () => queues.changes.receive(10).map(({ body }) => JSON.parse(body));

const refusing =
  (status: number, body: object): Mood =>
  operation =>
    operation === 'TransactWriteItems' ? { status, body } : undefined;
const named = (name: string) => ({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'Refused' });
const cancelled = {
  ...named('TransactionCanceledException'),
  CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }],
};

describe('a change that cannot be followed', () => {
  const unfit = refusing(400, named('ValidationException'));

  test('is parked whole, and those around it are followed', async () => {
    const people = [await inviteByMail(), await inviteByMail(), await inviteByMail()] as const;
    const [first, second, third] = people;
    const changes = (await Promise.all(people.map(changesTo))).flat();
    const [one, two, three] = changes as [DynamoDBRecord, DynamoDBRecord, DynamoDBRecord];
    const poison = poisoned(two);
    const lines = captureLines();
    expect(await isTold(one, poison, three)).toEqual(reported());
    expect(lines()).toMatchObject([{ message: 'change parked', record: two.dynamodb?.SequenceNumber }]);
    expect(parked()).toEqual([poison]);
    expect(mailsQueued().toSorted()).toEqual([first.id, third.id].toSorted());
    expect(await typesOf(first)).toEqual(['mailed', 'generated']);
    expect(await typesOf(second)).toEqual([]);
    expect(await typesOf(third)).toEqual(['mailed', 'generated']);
  });

  test('is tried five times more, given up, and followed when it is redriven to what was mended', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    const person = await inviteByMail();
    const source = {
      queue: queues.changes,
      handler: await loadHandler<SQSEvent, SQSBatchResponse>('recordChanges'),
    };
    database.mood = unfit;
    expect(await isTold(...(await changesTo(person)))).toEqual(reported());
    for (let tries = 1; tries <= 5; tries += 1) {
      expect(await deliverDue(source)).toBe(true);
      clock.now += 15_000;
    }
    expect(await deliverDue(source)).toBe(false);
    expect(queues.changes.countFailures()).toBe(1);

    database.mood = 'well';
    expect(await typesOf(person)).toEqual([]);
    queues.changes.redrive();
    expect(await deliverDue(source)).toBe(true);
    clock.now += 15_000;
    expect(await deliverDue(source)).toBe(false);
    expect(await typesOf(person)).toEqual(['mailed', 'generated']);
    expect(mailsQueued()).toEqual([person.id]);
  });

  test('is one that is not even a change of the table, and fails until it is given up', async () => {
    queues.changes.send(JSON.stringify({ DDBStreamBatchInfo: { shardId: 'a' } }));
    const handler = await loadHandler<SQSEvent, SQSBatchResponse>('recordChanges');
    await deliverDue({ queue: queues.changes, handler });
    clock.now += 15_000;
    expect(queues.changes.receive(10)).toMatchObject([{ receives: 2 }]);
  });

  test('is left to the stream where it cannot even be parked', async () => {
    const changes = await changesTo(await inviteByMail());
    database.mood = unfit;
    process.env.CHANGE_QUEUE_URL = queueUrl(`http://127.0.0.1:${aws.port}`, 'elsewhere');
    expect(await isTold(...changes)).toEqual(reported(...changes));
  });
});

test.each<[string, Mood]>([
  ['does not answer', 'gone'],
  ['throttles', refusing(400, named('ThrottlingException'))],
  ['has a fault of its own', refusing(500, named('InternalServerError'))],
  ['is busy with another transaction', refusing(400, cancelled)],
])('a change waits in the stream, and is not parked, while the database %s', async (_, mood) => {
  const person = await inviteByMail();
  const changes = await changesTo(person);
  database.mood = mood;
  expect(await isTold(...changes)).toEqual(reported(...changes));
  expect(parked()).toEqual([]);

  database.mood = 'well';
  expect(await isTold(...changes)).toEqual(reported());
  expect(await typesOf(person)).toEqual(['mailed', 'generated']);
  expect(mailsQueued()).toEqual([person.id]);
});

test('a mail is queued with what names it, and the request that asked for it', async () => {
  const person = await inviteByMail();
  const [change] = await changesTo(person);
  await isTold(change as DynamoDBRecord);
  const { mail, requestId } = change?.dynamodb?.NewImage?.delivery?.M ?? {};
  const due = {
    kind: 'invitation',
    site: 'demo',
    room: room.roomId,
    invitation: person.id,
    mail: mail?.S,
    requestId: requestId?.S,
  };
  expect(queues.mail.receive(10).map(({ body }) => JSON.parse(body))).toEqual([due]);
  expect(due.requestId).toMatch(/./);
});

test('changes that are followed in the wrong order, or twice, leave the same history', async () => {
  const person = await inviteByMail();
  const parameters = { ...room, id: person.id };
  await call('promoteInvitation', { parameters, token: owner, body: { role: 'viewer' } });
  await call('revokeInvitation', { parameters, token: owner });
  const changes = await changesTo(person);
  for (const change of changes.toReversed()) expect(await isTold(change)).toEqual(reported());
  const history = await historyOf(person);
  expect(history.map(({ type }) => type)).toEqual(['revoked', 'promoted', 'mailed', 'generated']);
  for (const change of changes) await isTold(change);
  expect(await historyOf(person)).toEqual(history);
});

test('of two mails that are queued in the wrong order, only the newer goes out', async () => {
  const person = await inviteByMail();
  await call('resendInvitation', { parameters: { ...room, id: person.id }, token: owner });
  const changes = await changesTo(person);
  expect(changes).toHaveLength(2);
  for (const change of changes.toReversed()) await isTold(change);
  const deliverEmail = await loadHandler<SQSEvent, SQSBatchResponse>('deliverEmail');
  await deliverDue({ queue: queues.mail, handler: deliverEmail });
  const { emails } = (await (await fetch(`${inject('ses')}/store`)).json()) as {
    emails: { destination: { to: string[] } }[];
  };
  expect(emails.filter(({ destination }) => destination.to[0]?.includes(person.email))).toHaveLength(1);
});
