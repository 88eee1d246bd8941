import { BatchWriteItemCommand, ProvisionedThroughputExceededException } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { backOff } from '../../runtime/back-off.ts';
import { dynamodb, tableName } from './client.ts';
import type { Item } from './items.ts';

/** The maximum number of items that DynamoDB puts in one request. */
export const PUT_BATCH = 25;

const ROUNDS = 6;

/**
 * Puts up to {@link PUT_BATCH} items in one request, without a condition. Items that DynamoDB leaves unprocessed are
 * retried with back-off.
 * @throws ProvisionedThroughputExceededException if items are still unprocessed after all rounds
 */
export async function putBatch(items: Item[]): Promise<void> {
  let pending = items.map(item => ({
    PutRequest: { Item: marshall(item, { removeUndefinedValues: true }) },
  }));
  for (let round = 0; round < ROUNDS; round += 1) {
    const { UnprocessedItems } = await dynamodb().send(
      new BatchWriteItemCommand({ RequestItems: { [tableName()]: pending } }),
    );
    pending = (UnprocessedItems?.[tableName()] ?? []) as typeof pending;
    if (pending.length === 0) return;
    await backOff(round);
  }
  throw new ProvisionedThroughputExceededException({
    message: `${pending.length} items were left unprocessed`,
    $metadata: {},
  });
}
