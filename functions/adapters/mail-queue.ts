import { SendMessageCommand } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { environment } from '../environment.ts';
import { sqs } from './sqs.ts';

/** A mail that is due: whose it is, and which request to mail it answers. Nothing personal. */
export const dueMailSchema = z.object({
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
