import type { DynamoDBBatchResponse, DynamoDBRecord, SQSRecord } from 'aws-lambda';
import { parkChange, parkedChange } from '../adapters/change-queue.ts';
import { countGenerations, saveEntries } from '../adapters/dynamodb/history.ts';
import { queueMails } from '../adapters/mail-queue.ts';
import { queueSessions } from '../adapters/session-queue.ts';
import { log } from '../runtime/log.ts';
import { countHappenings } from '../runtime/metrics.ts';
import { isOutage } from '../runtime/outage.ts';
import { type Consequences, consequencesOf, NOTHING } from './consequences.ts';
import { workThrough } from './partial-failures.ts';

type Changes = { Records: (DynamoDBRecord | SQSRecord)[] };

/** A record with its consequences, and the error that kept them from being carried out. */
type Change = Consequences & { record: DynamoDBRecord | SQSRecord; error?: unknown };

/**
 * Processes the table's stream: writes history, queues the mails that a write requested and the sessions that it ended, and counts. It groups the
 * work of a batch, so that no two writes in flight share an item. A record that cannot be processed goes to the
 * change queue, which this function reads too: in the stream it would block all later records.
 */
export async function handler({ Records }: Changes): Promise<DynamoDBBatchResponse> {
  const changes = Records.map(read);
  await carryOut(changes, ({ entries }) => entries, saveEntries);
  await carryOut(notRepeated(changes), ({ sessions }) => sessions, queueSessions);
  await carryOut(notRepeated(changes), ({ mails }) => mails, queueMails);
  // Last, because counting is not idempotent: a retry counts again. Entries and mails are deduplicated by their ids; sessions may end twice.
  await carryOut(notRepeated(changes), ({ generated }) => generated, countGenerations);
  const records = [...notRepeated(changes), ...changes.filter(isWaiting)];
  countHappenings(records.filter(isWell).flatMap(({ news }) => news));
  return workThrough({ records, atOnce: 10, idOf: ({ record }) => idOf(record) }, conclude);
}

const idOf = (record: DynamoDBRecord | SQSRecord): string | undefined =>
  'body' in record ? record.messageId : record.dynamodb?.SequenceNumber;

function read(record: DynamoDBRecord | SQSRecord): Change {
  try {
    return { record, ...consequencesOf('body' in record ? parkedChange(record) : record) };
  } catch (error) {
    return { record, ...NOTHING, error };
  }
}

/** Carries out one kind of consequence for all changes, and records at each change the error that stopped it. */
async function carryOut<T>(
  changes: Change[],
  partsOf: (change: Change) => T[],
  doAll: (parts: T[]) => Promise<Map<T, unknown>>,
): Promise<void> {
  const parts = changes.filter(isWell).flatMap(change => partsOf(change).map(part => ({ part, change })));
  const failures = await doAll(parts.map(({ part }) => part));
  for (const { part, change } of parts) if (failures.has(part)) change.error ??= failures.get(part);
}

const isWell = ({ error }: Change): boolean => error === undefined;

/** A record of the stream that failed by an outage, which would fail other records too: Lambda retries it. */
const isWaiting = ({ record, error }: Change): boolean => !('body' in record) && isOutage(error);

/** Lambda repeats the batch from the first waiting record on, so later records are left until then. */
function notRepeated(changes: Change[]): Change[] {
  const waiting = changes.findIndex(isWaiting);
  return waiting === -1 ? changes : changes.slice(0, waiting);
}

/** Parks a failed change on the change queue. @throws the change's error, if Lambda or SQS retries the record */
async function conclude(change: Change): Promise<void> {
  const { record, error } = change;
  if (error === undefined) return;
  if ('body' in record || isWaiting(change)) throw error;
  log.error('change parked', error, { record: idOf(record) });
  await parkChange(record);
}
