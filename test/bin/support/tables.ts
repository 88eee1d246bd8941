import { randomUUID } from 'node:crypto';
import {
  type AttributeValue,
  BatchWriteItemCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { inject } from 'vitest';
import { dynamodb } from '../../../functions/adapters/dynamodb/client.ts';
import type { Key } from '../../../functions/adapters/dynamodb/table.ts';
import { createTable } from '../../../local/dynamodb/server.ts';

/** Table helpers for tests of operators' commands. */

/** Creates a table with a copy of the other table's items, like a point-in-time restore. @returns its name */
export async function restored(from: string): Promise<string> {
  const name = `test-${randomUUID()}`;
  await createTable(inject('dynamoDb'), name);
  const items = await itemsOf(from);
  for (let start = 0; start < items.length; start += 25) {
    const puts = items.slice(start, start + 25).map(Item => ({ PutRequest: { Item } }));
    await dynamodb().send(new BatchWriteItemCommand({ RequestItems: { [name]: puts } }));
  }
  return name;
}

export async function itemsOf(table: string): Promise<Record<string, AttributeValue>[]> {
  const { Items = [] } = await dynamodb().send(new ScanCommand({ TableName: table, ConsistentRead: true }));
  return Items;
}

export const setTtl = (table: string, key: Key, ttl: number) =>
  dynamodb().send(
    new UpdateItemCommand({
      TableName: table,
      Key: marshall({ pk: key.pk, sk: key.sk }),
      UpdateExpression: 'SET #ttl = :ttl',
      ExpressionAttributeNames: { '#ttl': 'ttl' },
      ExpressionAttributeValues: marshall({ ':ttl': ttl }),
    }),
  );

/** Runs `work` once, before the next command of this name (on this key, if given) is sent. */
export function before(command: string, work: () => Promise<unknown>, key?: Key): void {
  const name = `before-${randomUUID()}`;
  dynamodb().middlewareStack.add(
    (next, { commandName }) =>
      async args => {
        const isAbout =
          key === undefined || JSON.stringify(args.input).includes(JSON.stringify(marshall(key)));
        if (commandName !== command || !isAbout) return next(args);
        dynamodb().middlewareStack.remove(name);
        await work();
        return next(args);
      },
    { step: 'initialize', name },
  );
}
