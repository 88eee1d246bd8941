import type { SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { postpone, sendMessages } from './messages.ts';

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

/** Queues mails. @returns the mails that were not queued, each with its error */
export const queueMails = (mails: DueMail[]): Promise<Map<DueMail, unknown>> =>
  sendMessages('MAIL_QUEUE_URL', mails);

/** Back-off of a failed mail. */
export const postponeMail = (record: SQSRecord, seconds: number): Promise<void> =>
  postpone('MAIL_QUEUE_URL', record, seconds);
