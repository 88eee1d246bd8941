import { paginateScan, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { hourOf } from '../../../domain/generate.ts';
import { dynamodb, tableName } from '../../../functions/adapters/dynamodb/client.ts';
import { getItem } from '../../../functions/adapters/dynamodb/items.ts';
import { keys } from '../../../functions/adapters/dynamodb/table.ts';
import { startAwsEndpoint } from '../../../local/aws/endpoint.ts';
import { type Handler, invoke, loadHandler } from '../../../local/gateway/lambda.ts';
import { openQueues, type Queues } from '../../../local/queue/queues.ts';
import { queueUrl, sqsOperations } from '../../../local/queue/sqs.ts';
import type { LoopbackServer } from '../../../local/support/loopback.ts';
import { State } from '../../../local/support/state.ts';
import { awsLike } from '../../support/aws-like/aws-like.ts';
import { invite, loginOwner, putRoom } from '../../support/ground.ts';
import { silenceLogs } from '../../support/quiet.ts';
import { startWithEmptyTable } from '../../support/stack.ts';
import { changesOf } from '../../support/stream.ts';

/** The stream function with many invitations of one manager, in the batches in which Lambda invokes it. */

export const BATCH = 100;

let aws: LoopbackServer;
export let queues: Queues;
let generated: DynamoDBRecord;
export let recordChanges: Handler<DynamoDBStreamEvent, DynamoDBBatchResponse>;
let managers = 0;

beforeAll(async () => {
  silenceLogs();
  const streamArn = await startWithEmptyTable();
  const owner = await loginOwner();
  await putRoom(owner, 'room');
  await invite(owner, 'room', { sendEmail: true });
  const [change] = (await changesOf(streamArn)).filter(({ dynamodb }) => dynamodb?.NewImage?.linkId);
  if (change === undefined) throw new Error('the stream has no record of an invitation');
  generated = change;
  await stopStream();
  const state = new State(undefined);
  queues = openQueues(state.database, Date.now);
  aws = await startAwsEndpoint(sqsOperations(queues));
  const url = `http://127.0.0.1:${aws.port}`;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SQS: url,
    MAIL_QUEUE_URL: queueUrl(url, 'mail'),
    CHANGE_QUEUE_URL: queueUrl(url, 'changes'),
    SESSION_QUEUE_URL: queueUrl(url, 'sessions'),
  });
  recordChanges = await loadHandler('recordChanges');
}, 60_000);

/** No test reads the stream after this, and DynamoDB Local gets slower with each stream record that it keeps. */
async function stopStream(): Promise<void> {
  const StreamSpecification = { StreamEnabled: false };
  await dynamodb().send(new UpdateTableCommand({ TableName: tableName(), StreamSpecification }));
}

beforeEach(() => {
  awsLike.set();
  awsLike.take();
});

afterAll(() => aws.stop());

/** Stream records of different invitations that a manager has generated with mail. */
export function changesBy(manager: string, count: number): DynamoDBRecord[] {
  return Array.from({ length: count }, (_, index) => {
    const record = structuredClone(generated);
    const { Keys, NewImage = {} } = record.dynamodb ?? {};
    const id = `${manager}-${index}`;
    const { sk } = keys.invitation('demo', 'room', id);
    for (const key of [Keys, NewImage]) Object.assign(key ?? {}, { sk: { S: sk } });
    Object.assign(NewImage.delivery?.M ?? {}, { mail: { S: `mail-${id}` } });
    Object.assign(NewImage.createdBy?.M ?? {}, { id: { S: manager } });
    const sequenceNumber = BigInt(generated.dynamodb?.SequenceNumber ?? 0) + BigInt(index);
    return { ...record, dynamodb: { ...record.dynamodb, SequenceNumber: String(sequenceNumber) } };
  });
}

/**
 * Invokes the function as Lambda does: it repeats a batch from the first record that the function reports as
 * failed.
 */
export async function follow(records: DynamoDBRecord[]): Promise<{ calls: number }> {
  let calls = 0;
  for (let start = 0; start < records.length; start += BATCH) {
    let rest = records.slice(start, start + BATCH);
    while (rest.length > 0) {
      calls += 1;
      const { batchItemFailures } = await invoke(recordChanges, { Records: rest });
      const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      const first = rest.findIndex(({ dynamodb }) => failed.has(dynamodb?.SequenceNumber ?? ''));
      rest = first === -1 ? [] : rest.slice(first);
    }
  }
  return { calls };
}

/** The types of all history entries of a manager's invitations, by invitation. */
async function historiesOf(manager: string): Promise<Map<string, string[]>> {
  const histories = new Map<string, string[]>();
  const pages = paginateScan(
    { client: dynamodb() },
    {
      TableName: tableName(),
      ConsistentRead: true,
      Limit: 2000,
      FilterExpression: 'begins_with(pk, :history)',
      ExpressionAttributeValues: { ':history': { S: 'HISTORY#' } },
    },
  );
  for await (const { Items = [] } of pages) {
    for (const { pk, type } of Items) {
      const id = pk?.S?.split('#').at(-1) ?? '';
      if (!id.startsWith(`${manager}-`)) continue;
      histories.set(id, [...(histories.get(id) ?? []), type?.S ?? ''].sort());
    }
  }
  return histories;
}

export async function countOf(manager: string): Promise<number> {
  const hour = hourOf(generated.dynamodb?.NewImage?.generatedAt?.S ?? '');
  return Number((await getItem(keys.hourlyCount('demo', manager, hour)))?.made ?? 0);
}

/** The ids of the mails queued since the last call, with duplicates. */
export function mailsQueued(): string[] {
  const messages = queues.mail.receive(1_000_000);
  for (const { id } of messages) queues.mail.delete(id);
  return messages.map(({ body }) => JSON.parse(body).mail).sort();
}

export const newManager = () => `manager${++managers}`;
const idsOf = (manager: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${manager}-${index}`).sort();

/** Every history entry is stored exactly once, and every mail is queued at least once. */
export async function expectAllFollowed(manager: string, count: number, mails: string[]): Promise<void> {
  const histories = await historiesOf(manager);
  expect([...histories.keys()].sort()).toEqual(idsOf(manager, count));
  expect(new Set([...histories.values()].map(types => types.join()))).toEqual(new Set(['generated,mailed']));
  expect([...new Set(mails)]).toEqual(
    idsOf(manager, count)
      .map(id => `mail-${id}`)
      .sort(),
  );
}
