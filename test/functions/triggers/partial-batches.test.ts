import { InternalServerError } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { describe, expect, test } from 'vitest';
import { dynamodb } from '../../../functions/adapters/dynamodb/client.ts';
import { invoke } from '../../../local/gateway/lambda.ts';
import {
  BATCH,
  changesBy,
  countOf,
  expectAllFollowed,
  follow,
  mailsQueued,
  newManager,
  queues,
  recordChanges,
} from './batches-stage.ts';

/** Batches of which a request fails or a record cannot be processed. */

describe('a batch that fails in part', () => {
  /** The first request that contains this invitation fails; the SDK does not retry it. */
  function failOnce(id: string): void {
    dynamodb().middlewareStack.add(
      next => async args => {
        if (!JSON.stringify(args.input).includes(`${id}"`)) return next(args);
        dynamodb().middlewareStack.remove('failOnce');
        throw new InternalServerError({ message: 'failed once', $metadata: {} });
      },
      { step: 'initialize', name: 'failOnce' },
    );
  }

  test('is retried from the failed record, and earlier records are neither counted nor mailed twice', async () => {
    const manager = newManager();
    const changes = changesBy(manager, BATCH);
    failOnce(`${manager}-57`);
    const { batchItemFailures } = await invoke(recordChanges, { Records: changes });
    // The first invitation of the failed request: a request has 25 entries, two for each invitation.
    expect(batchItemFailures[0]?.itemIdentifier).toBe(changes[50]?.dynamodb?.SequenceNumber);
    expect(await countOf(manager)).toBe(50);
    const mails = mailsQueued();
    expect(mails).toHaveLength(50);

    await follow(changes.slice(50));
    mails.push(...mailsQueued());
    expect(mails).toHaveLength(BATCH);
    await expectAllFollowed(manager, BATCH, mails.sort());
    expect(await countOf(manager)).toBe(BATCH);
  });

  test('moves each of its poison records to the change queue once', async () => {
    const manager = newManager();
    const changes = changesBy(manager, BATCH);
    const poison = [20, 70].map(index => changes[index] as DynamoDBRecord);
    for (const { dynamodb } of poison) delete dynamodb?.NewImage?.delivery;
    failOnce(`${manager}-57`);
    const { calls } = await follow(changes);
    expect(calls).toBe(2);
    expect(queues.changes.receive(10).map(({ body }) => JSON.parse(body))).toEqual(poison);
    expect(await countOf(manager)).toBe(BATCH - poison.length);
    mailsQueued();
  });
});
