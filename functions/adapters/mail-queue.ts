import { ChangeMessageVisibilityCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { environment } from '../runtime/environment.ts';
import { chunksOf, inBatches } from '../runtime/in-batches.ts';
import { sqs } from './sqs.ts';

/** The message of a mail that is due: ids of the invitation and of the request to mail, and no personal data. */
export const dueMailSchema = z.object({
  kind: z.enum(['invitation', 'withdrawal']).default('invitation'),
  site: z.string(),
  room: z.string(),
  invitation: z.string(),
  mail: z.string(),
  requestId: z.string().optional(),
});
export type DueMail = z.infer<typeof dueMailSchema>;

/** The maximum number of messages that SQS accepts in one request. */
const SEND_BATCH = 10;

/** Queues mails. @returns the mails that were not queued, each with its error */
export const queueMails = (mails: DueMail[]): Promise<Map<DueMail, unknown>> =>
  inBatches(chunksOf(mails, SEND_BATCH), send);

/** @throws the error of the first message that SQS refused. A retry may then queue the accepted messages twice */
async function send(mails: DueMail[]): Promise<void> {
  const { Failed: [failed] = [] } = await sqs().send(
    new SendMessageBatchCommand({
      QueueUrl: environment('MAIL_QUEUE_URL'),
      Entries: mails.map((mail, index) => ({ Id: String(index), MessageBody: JSON.stringify(mail) })),
    }),
  );
  if (failed === undefined) return;
  const { Code: name, Message, SenderFault } = failed;
  throw Object.assign(new Error(Message), { name, $fault: SenderFault ? 'client' : 'server' });
}

/** Back-off: sets a failed message's visibility timeout, so that SQS delivers it again after `seconds`. */
export async function postponeMail({ receiptHandle }: SQSRecord, seconds: number): Promise<void> {
  await sqs().send(
    new ChangeMessageVisibilityCommand({
      QueueUrl: environment('MAIL_QUEUE_URL'),
      ReceiptHandle: receiptHandle,
      VisibilityTimeout: seconds,
    }),
  );
}
