import { DynamoDBStreams, type _Record as Record } from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { INVITATION_PREFIX, ROOM_SORT_KEY, table } from '../../functions/adapters/dynamodb/table.ts';
import { log } from '../../functions/runtime/log.ts';
import { localAws } from '../aws/client.ts';
import { type Handler, invoke } from '../gateway/lambda.ts';
import { type Background, inBackground, type Pause } from '../support/background.ts';
import type { Checkpoint } from './checkpoint.ts';
import { findShards, readShard } from './shards.ts';

const IDLE_MILLIS = 100;
const LONGEST_BACK_OFF_MILLIS = 5000;

export type StreamSource = {
  readonly endpoint: string;
  readonly streamArn: string;
  readonly checkpoint: Checkpoint;
  readonly handler: Handler<DynamoDBStreamEvent, DynamoDBBatchResponse>;
};

/** Imitates the event source mapping of the table's stream: reads from the checkpoint on and invokes the function. */
export function followStream(source: StreamSource): Background {
  const client = new DynamoDBStreams({ ...localAws, endpoint: source.endpoint });
  return inBackground(async (signal, pause) => {
    while (!signal.aborted) {
      try {
        await followShards(source, { client, signal, pause });
      } catch (error) {
        log.error('reading the stream failed', error);
      }
      await pause(IDLE_MILLIS);
    }
    client.destroy();
  });
}

/** Reads the shards in order. The last one is open; it ends only when DynamoDB closes it and opens the next. */
async function followShards(
  source: StreamSource,
  { client, signal, pause }: { client: DynamoDBStreams; signal: AbortSignal; pause: Pause },
): Promise<void> {
  for (const shard of await findShards(client, source.streamArn, source.checkpoint)) {
    for await (const records of readShard(client, { ...source, shard })) {
      await handleRecords(records, source, { signal, pause });
      if (signal.aborted) return;
      if (records.length === 0) await pause(IDLE_MILLIS);
    }
  }
}

/**
 * Passes records to the function until all are handled. It retries with back-off from the first record that failed,
 * and moves the checkpoint after the records that are handled.
 */
export async function handleRecords(
  records: Record[],
  { checkpoint, handler }: Pick<StreamSource, 'checkpoint' | 'handler'>,
  { signal, pause }: { signal: AbortSignal; pause: Pause },
): Promise<void> {
  let rest = records;
  for (let attempt = 0; rest.length > 0 && !signal.aborted; attempt += 1) {
    const failed = await firstFailure(rest, handler);
    const finished = rest.slice(0, failed).at(-1)?.dynamodb?.SequenceNumber;
    if (finished !== undefined) checkpoint.moveTo(finished);
    rest = failed === undefined ? [] : rest.slice(failed);
    if (rest.length > 0) await pause(Math.min(LONGEST_BACK_OFF_MILLIS, 200 * 2 ** attempt));
  }
}

/** The index of the first record that needs a retry. @returns undefined if all are handled */
async function firstFailure(
  records: Record[],
  handler: StreamSource['handler'],
): Promise<number | undefined> {
  const due = records.filter(isPassed);
  if (due.length === 0) return undefined;
  try {
    const { batchItemFailures: failures } = await invoke(handler, { Records: due.map(toEventRecord) });
    if (failures.length === 0) return undefined;
    const failed = new Set(failures.map(({ itemIdentifier }) => itemIdentifier));
    return Math.max(
      0,
      records.findIndex(({ dynamodb }) => failed.has(dynamodb?.SequenceNumber ?? '')),
    );
  } catch (error) {
    log.error('record-changes failed', error);
    return 0;
  }
}

/** The filters of the deployed event source: writes to invitations, and deletions of rooms. */
function isPassed({ eventName, dynamodb }: Record): boolean {
  const sortKey = dynamodb?.Keys?.[table.sortKey]?.S ?? '';
  if (sortKey.startsWith(INVITATION_PREFIX)) return eventName !== 'REMOVE';
  return sortKey === ROOM_SORT_KEY && eventName === 'MODIFY' && dynamodb?.NewImage?.deletedAt !== undefined;
}

/** Makes the event record that Lambda makes of a stream record: JSON, binary in base64, times in seconds. */
function toEventRecord(record: Record): DynamoDBRecord {
  const { ApproximateCreationDateTime: time, ...change } = record.dynamodb ?? {};
  const asJson = JSON.stringify({ ...record, dynamodb: change }, (_, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
  );
  // DynamoDB Local omits the type of an empty map in its stream.
  const json = JSON.parse(asJson, (key, value) => (key !== 'M' && isEmptyObject(value) ? { M: {} } : value));
  return {
    ...json,
    dynamodb: { ...json.dynamodb, ApproximateCreationDateTime: (time?.getTime() ?? 0) / 1000 },
  };
}

const isEmptyObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
