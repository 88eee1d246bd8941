import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { dynamodb, tableName } from '../../functions/adapters/dynamodb/client.ts';
import type { Key } from '../../functions/adapters/dynamodb/table.ts';

/** An item's bytes as DynamoDB counts them: names and values in UTF-8; a map or list adds 3, and 1 per entry. */
export async function itemSize(key: Key): Promise<number> {
  const { Item } = await dynamodb().send(new GetItemCommand({ TableName: tableName(), Key: marshall(key) }));
  if (Item === undefined) throw new Error('there is no such item');
  return membersSize(unmarshall(Item));
}

const membersSize = (members: object): number =>
  Object.entries(members).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value), 0);

function valueSize(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return Math.ceil(String(value).replace(/\D/g, '').length / 2) + 1;
  if (Array.isArray(value)) return value.reduce((sum, each) => sum + valueSize(each) + 1, 3);
  if (typeof value === 'object' && value !== null) return 3 + Object.keys(value).length + membersSize(value);
  return 1;
}
