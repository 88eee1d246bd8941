import { ChangeMessageVisibilityCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { environment } from '../environment.ts';
import { sqs } from './sqs.ts';

/** A mail that is due: whose it is, and which request to mail it answers. Nothing personal. */
export const dueMailSchema = z.object({
  kind: z.enum(['invitation', 'withdrawal']).default('invitation'),
  site: z.string(),
  room: z.string(),
  invitation: z.string(),
  mail: z.string(),
  requestId: z.string().optional(),
});
export type DueMail = z.infer<typeof dueMailSchema>;

/** Queues a mail. */
export async function queueMail(mail: DueMail): Promise<void> {
  await sqs().send(
    new SendMessageCommand({ QueueUrl: environment('MAIL_QUEUE_URL'), MessageBody: JSON.stringify(mail) }),
  );
}

/** Has a mail that was taken from the queue come again after so many seconds, when it is reported as failed. */
export async function postponeMail({ receiptHandle }: SQSRecord, seconds: number): Promise<void> {
  await sqs().send(
    new ChangeMessageVisibilityCommand({
      QueueUrl: environment('MAIL_QUEUE_URL'),
      ReceiptHandle: receiptHandle,
      VisibilityTimeout: seconds,
    }),
  );
}
