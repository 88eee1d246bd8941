import { DynamoDB, paginateScan } from '@aws-sdk/client-dynamodb';
import { INVITATION_PREFIX, invitationKeyParts, table } from '../../functions/adapters/dynamodb/table.ts';
import { localAws } from '../aws/client.ts';
import type { Queue } from '../queue/queue.ts';

/** Queues the mail of every invitation in delivery state `queued`, in case the stream has dropped its record. */
export async function queueForgottenMail(endpoint: string, tableName: string, queue: Queue): Promise<void> {
  const client = new DynamoDB({ ...localAws, endpoint });
  const pages = paginateScan(
    { client },
    {
      TableName: tableName,
      FilterExpression: 'begins_with(#sk, :invitation) AND #delivery.#state = :queued',
      ProjectionExpression: '#pk, #sk, #delivery.#mail, #delivery.#requestId',
      ExpressionAttributeNames: {
        '#pk': table.partitionKey,
        '#sk': table.sortKey,
        '#delivery': 'delivery',
        '#state': 'state',
        '#mail': 'mail',
        '#requestId': 'requestId',
      },
      ExpressionAttributeValues: { ':invitation': { S: INVITATION_PREFIX }, ':queued': { S: 'queued' } },
    },
  );
  for await (const { Items: items = [] } of pages) {
    for (const { pk, sk, delivery } of items) {
      const { site, room, id: invitation } = invitationKeyParts({ pk: pk?.S ?? '', sk: sk?.S ?? '' });
      const { mail, requestId } = delivery?.M ?? {};
      queue.send(JSON.stringify({ site, room, invitation, mail: mail?.S, requestId: requestId?.S }));
    }
  }
  client.destroy();
}
