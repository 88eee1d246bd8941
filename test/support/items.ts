import { DeleteItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { dynamodb, tableName } from '../../functions/adapters/dynamodb/client.ts';
import { readInvitation } from '../../functions/adapters/dynamodb/invitations.ts';
import type { Key } from '../../functions/adapters/dynamodb/table.ts';
import { linkUrl } from '../../functions/adapters/links.ts';
import { origin } from './stack.ts';

/** Direct access of tests to the table, without the functions. */

/** Deletes an item, as DynamoDB does after its TTL. */
export async function forget(key: Key): Promise<void> {
  await dynamodb().send(new DeleteItemCommand({ TableName: tableName(), Key: marshall(key) }));
}

/** Every item of the table, as text. */
export async function everythingKept(): Promise<string> {
  const { Items = [], LastEvaluatedKey } = await dynamodb().send(
    new ScanCommand({ TableName: tableName(), ConsistentRead: true }),
  );
  if (LastEvaluatedKey !== undefined) throw new Error('the table is larger than one scan');
  return JSON.stringify(Items.map(item => unmarshall(item)));
}

/** The mailed fresh link, made as the mailer makes it. @returns undefined if there is none */
export async function freshLinkOf(ids: {
  site: string;
  room: string;
  id: string;
}): Promise<string | undefined> {
  const { invitation } = await readInvitation(ids);
  return invitation?.freshLink && linkUrl(origin, invitation, invitation.freshLink);
}
