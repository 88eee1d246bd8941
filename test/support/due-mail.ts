import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { readInvitation } from '../../functions/adapters/dynamodb/invitations.ts';
import { type Handler, invoke } from '../../local/gateway/lambda.ts';
import { type Invited, invite } from './ground.ts';

export type DueMail = {
  kind?: string;
  site: string;
  room: string;
  invitation: string;
  mail: string;
  requestId?: string;
};
type Deliver = Handler<SQSEvent, SQSBatchResponse>;

/** Requests an invitation mail. @returns the invitation and the message for the mail that is still to be sent */
export async function dueMail(owner: string, room: string, body: object = {}) {
  const invited = await invite(owner, room, { sendEmail: true, ...body });
  return { invited, due: await dueMailOf(room, invited) };
}

export async function dueMailOf(room: string, { id }: Pick<Invited, 'id'>): Promise<DueMail> {
  const { invitation } = await readInvitation({ site: 'demo', room, id });
  const { mail = '', requestId = '' } = invitation?.delivery ?? {};
  return { site: 'demo', room, invitation: id, mail, requestId };
}

/** A message of the mail queue with a receive count. */
export const messageOf = (due: DueMail, receives = 1): SQSRecord =>
  ({
    messageId: due.mail,
    receiptHandle: '1',
    body: JSON.stringify(due),
    attributes: { ApproximateReceiveCount: String(receives) },
  }) as SQSRecord;

/** @returns whether the message is handled, so that it is deleted from the queue */
export async function deliver(handler: Deliver, due: DueMail, receives = 1): Promise<boolean> {
  const { batchItemFailures } = await invoke(handler, { Records: [messageOf(due, receives)] });
  return batchItemFailures.length === 0;
}

export async function invitationOf({ room, invitation: id }: DueMail) {
  const { invitation } = await readInvitation({ site: 'demo', room, id });
  if (invitation === undefined) throw new Error('there is no such invitation');
  return invitation;
}

export const deliveryOf = async (due: DueMail) => (await invitationOf(due)).delivery;
