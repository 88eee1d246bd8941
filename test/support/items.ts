import { DeleteItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { dynamodb, tableName } from '../../functions/adapters/dynamodb/client.ts';
import { readInvitation } from '../../functions/adapters/dynamodb/invitations.ts';
import { linkUrl } from '../../functions/adapters/links.ts';
import type { Key } from '../../functions/table.ts';
import { origin } from './stack.ts';

/** What tests do to the table behind the functions' back. */

/** Deletes an item, as the database does when its time to live is over. */
export async function forget(key: Key): Promise<void> {
  await dynamodb().send(new DeleteItemCommand({ TableName: tableName(), Key: marshall(key) }));
}

/** Everything that is kept, as text. */
export async function everythingKept(): Promise<string> {
  const { Items = [], LastEvaluatedKey } = await dynamodb().send(
    new ScanCommand({ TableName: tableName(), ConsistentRead: true }),
  );
  if (LastEvaluatedKey !== undefined) throw new Error('the table is larger than one scan');
  return JSON.stringify(Items.map(item => unmarshall(item)));
}

/** The fresh link that was mailed, as the mailer makes it; nothing where there is none. */
export async function freshLinkOf(ids: {
  site: string;
  room: string;
  id: string;
}): Promise<string | undefined> {
  const { invitation } = await readInvitation(ids);
  return invitation?.freshLink && linkUrl(origin, invitation, invitation.freshLink);
}
