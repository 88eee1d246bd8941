import type { _Record as StreamRecord } from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { Checkpoint } from '../../../local/stream/checkpoint.ts';
import { handleRecords } from '../../../local/stream/follow.ts';
import { State } from '../../../local/support/state.ts';

const createCheckpoint = (clock = { now: 0 }) => new Checkpoint(new State(undefined), () => clock.now);
const record = (
  sequence: number,
  sortKey = 'INVITATION#1',
  eventName: StreamRecord['eventName'] = 'MODIFY',
) => ({
  eventName,
  dynamodb: {
    Keys: { pk: { S: 'ROOM#demo#r' }, sk: { S: sortKey } },
    NewImage: { secret: { B: new Uint8Array([255]) } },
    SequenceNumber: String(sequence).padStart(21, '0'),
    ApproximateCreationDateTime: new Date(5000),
  },
});

const deletion = (sequence: number, eventName: StreamRecord['eventName']) => {
  const { dynamodb, ...rest } = record(sequence, 'ROOM', eventName);
  return { ...rest, dynamodb: { ...dynamodb, NewImage: { deletedAt: { S: '2026-11-27T10:00:00.000Z' } } } };
};

/** Records the batches that the function received. `answers` are its answers in order; the last one repeats. */
function createFunction(...answers: ('ok' | 'throws' | number)[]) {
  const calls: number[][] = [];
  const events: DynamoDBStreamEvent[] = [];
  const handler = async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    events.push(event);
    calls.push(event.Records.map(({ dynamodb }) => Number(dynamodb?.SequenceNumber)));
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer === 'throws') throw new Error('down');
    if (answer === 'ok' || answer === undefined) return { batchItemFailures: [] };
    return { batchItemFailures: [{ itemIdentifier: String(answer).padStart(21, '0') }] };
  };
  return { handler, calls, events };
}

const running = { signal: new AbortController().signal, pause: async () => {} };
const numberOf = (checkpoint: Checkpoint) => Number(checkpoint.sequenceNumber);

describe('records of the stream', () => {
  it('reach the function only when an invitation was written, or a room deleted', async () => {
    const checkpoint = createCheckpoint();
    const { handler, calls } = createFunction('ok');
    const records = [
      record(1),
      record(2, 'ROOM'),
      record(3, 'INVITATION#2', 'REMOVE'),
      record(4, 'INVITATION#3', 'INSERT'),
    ];
    const deleted = [deletion(5, 'MODIFY'), deletion(6, 'INSERT'), deletion(7, 'REMOVE')];
    await handleRecords([...records, ...deleted, record(8, 'SETTINGS')], { checkpoint, handler }, running);
    expect(calls).toEqual([[1, 4, 5]]);
    expect(numberOf(checkpoint)).toBe(8);
  });

  it('have the form in which Lambda passes them', async () => {
    const { handler, events } = createFunction('ok');
    await handleRecords([record(1)], { checkpoint: createCheckpoint(), handler }, running);
    expect(events[0]?.Records[0]?.dynamodb).toMatchObject({
      NewImage: { secret: { B: '/w==' } },
      ApproximateCreationDateTime: 5,
    });
  });

  it('are retried from the first one that failed', async () => {
    const checkpoint = createCheckpoint();
    const { handler, calls } = createFunction(2, 'throws', 'ok');
    await handleRecords([record(1), record(2), record(3)], { checkpoint, handler }, running);
    expect(calls).toEqual([
      [1, 2, 3],
      [2, 3],
      [2, 3],
    ]);
    expect(numberOf(checkpoint)).toBe(3);
  });

  it('move the checkpoint only past finished records when the stack ends', async () => {
    const checkpoint = createCheckpoint();
    const stopped = new AbortController();
    const { handler } = createFunction(2);
    const pause = async () => stopped.abort();
    await handleRecords([record(1), record(2)], { checkpoint, handler }, { signal: stopped.signal, pause });
    expect(numberOf(checkpoint)).toBe(1);
  });
});

describe('the checkpoint', () => {
  it('is too old when the stream may have forgotten what follows it, or when there is none', () => {
    const clock = { now: 100 * 3_600_000 };
    const checkpoint = createCheckpoint(clock);
    expect(checkpoint.isTooOld).toBe(true);
    checkpoint.moveTo('7');
    clock.now += 22 * 3_600_000;
    expect(checkpoint.isTooOld).toBe(false);
    clock.now += 2 * 3_600_000;
    expect(checkpoint.isTooOld).toBe(true);
  });

  it('compares sequence numbers as numbers', () => {
    const checkpoint = createCheckpoint();
    expect(checkpoint.isBehind('0')).toBe(true);
    checkpoint.moveTo('9');
    expect(checkpoint.isBehind('10')).toBe(true);
    expect(checkpoint.isBehind('9')).toBe(false);
  });
});
