import { describe, expect, test } from 'vitest';
import { awsLike } from '../../support/aws-like/aws-like.ts';
import { AWS_LIMITS } from '../../support/aws-like/throughput.ts';
import { FULL } from '../../support/full.ts';
import {
  BATCH,
  changesBy,
  countOf,
  expectAllFollowed,
  follow,
  mailsQueued,
  newManager,
} from './batches-stage.ts';

/** Large batches: their requests, and their effects also when requests fail. */

const SIZES = [100, 1000, ...(FULL ? [10_000] : [])];
const timeout = 300_000;

describe.each(SIZES)('%i invitations of one manager', count => {
  test('are processed in one call per batch, without a conflict, and with one message per mail', {
    timeout,
  }, async () => {
    const manager = newManager();
    const { calls } = await follow(changesBy(manager, count));
    const { requests, transactions, conflicts, refusedWrites } = awsLike.take();
    const mails = mailsQueued();
    console.log({ count, calls, requests, transactions, conflicts, messages: mails.length });
    expect({ calls, transactions, conflicts, refusedWrites }).toEqual({
      calls: count / BATCH,
      transactions: 0,
      conflicts: 0,
      refusedWrites: 0,
    });
    expect(mails).toHaveLength(count);
    await expectAllFollowed(manager, count, mails);
    expect(await countOf(manager)).toBe(count);
  });

  test('take effect once although 5 % of the answers are lost and requests are throttled', {
    timeout,
  }, async () => {
    const manager = newManager();
    awsLike.set({ lost: 0.05, throttled: 0.05, unprocessed: 0.2, limits: AWS_LIMITS, seed: count });
    const { calls } = await follow(changesBy(manager, count));
    awsLike.set();
    const { lost, throttles, unprocessed, transactions } = awsLike.take();
    const mails = mailsQueued();
    const made = await countOf(manager);
    console.log({ count, calls, lost, throttles, unprocessed, messages: mails.length, made });
    expect(transactions).toBe(0);
    await expectAllFollowed(manager, count, mails);
    expect(made).toBeGreaterThanOrEqual(count);
    const repeated = calls - count / BATCH + (lost.UpdateItem ?? 0);
    expect(made).toBeLessThanOrEqual(count + BATCH * repeated);
  });
});

test('a batch of 100 takes 9 requests to the table and 10 to the queue', async () => {
  await follow(changesBy(newManager(), BATCH));
  expect(awsLike.take().requests).toEqual({ BatchWriteItem: 8, UpdateItem: 1, SendMessageBatch: 10 });
  mailsQueued();
});
