import { randomBytes } from 'node:crypto';
import { BatchWriteItemCommand, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { dynamodb, tableName } from '../../functions/adapters/dynamodb/client.ts';
import { keys } from '../../functions/adapters/dynamodb/table.ts';
import { inParallel } from '../../functions/runtime/in-parallel.ts';
import type { Invited } from './ground.ts';

const BATCH = 25;
const AT_ONCE = 8;

/** Writes copies of an invitation into its room under new ids, which is faster than to generate them. */
export async function fillRoom(
  roomId: string,
  { id }: Pick<Invited, 'id'>,
  count: number,
  site = 'demo',
): Promise<void> {
  const TableName = tableName();
  const key = marshall(keys.invitation(site, roomId, id));
  const { Item } = await dynamodb().send(new GetItemCommand({ TableName, Key: key }));
  const copies = Array.from({ length: count }, () => ({
    PutRequest: {
      Item: { ...Item, ...marshall(keys.invitation(site, roomId, randomBytes(16).toString('hex'))) },
    },
  }));
  const batches = Array.from({ length: Math.ceil(count / BATCH) }, (_, index) =>
    copies.slice(index * BATCH, (index + 1) * BATCH),
  );
  await inParallel(batches, AT_ONCE, async batch => {
    let rest = batch;
    while (rest.length > 0) {
      const { UnprocessedItems } = await dynamodb().send(
        new BatchWriteItemCommand({ RequestItems: { [TableName]: rest } }),
      );
      rest = (UnprocessedItems?.[TableName] ?? []) as typeof rest;
    }
  });
}
