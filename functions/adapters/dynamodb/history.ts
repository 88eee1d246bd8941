import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { HistoryEntry } from '../../../domain/history.ts';
import type { Invitation } from '../../../domain/invitation.ts';
import { keys } from '../../table.ts';
import { dynamodb, tableName } from './client.ts';
import type { Item } from './items.ts';

/** A page of what happened to an invitation, newest first; `before` is the id of the last entry seen. */
export async function readHistory({ site, room, id }: Invitation, limit: number, before: string | undefined) {
  const { Items = [], LastEvaluatedKey } = await dynamodb().send(
    new QueryCommand({
      TableName: tableName(),
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: marshall({ ':pk': keys.history(site, room, id, '').pk }),
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: limit,
      ...(before !== undefined && { ExclusiveStartKey: marshall(keys.history(site, room, id, before)) }),
    }),
  );
  const entries = Items.map(item => {
    const { pk: _pk, sk: entryId, ttl: _ttl, ...rest } = unmarshall(item) as Item;
    return { id: entryId, ...rest } as HistoryEntry;
  });
  return { entries, last: LastEvaluatedKey && (unmarshall(LastEvaluatedKey) as Item).sk };
}
