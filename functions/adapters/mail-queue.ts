import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { environment } from '../environment.ts';
import { awsClient } from './aws.ts';

/** A mail that is due: whose it is, and which request to mail it answers. Nothing personal. */
export const dueMailSchema = z.object({
  site: z.string(),
  room: z.string(),
  invitation: z.string(),
  mail: z.string(),
});
export type DueMail = z.infer<typeof dueMailSchema>;

let client: SQSClient | undefined;
const BATCH = 10;

/** Queues mails. @throws where one of them was not taken */
export async function queueMails(mails: DueMail[]): Promise<void> {
  client ??= new SQSClient(awsClient('SQS'));
  for (let start = 0; start < mails.length; start += BATCH) {
    const { Failed = [] } = await client.send(
      new SendMessageBatchCommand({
        QueueUrl: environment('MAIL_QUEUE_URL'),
        Entries: mails
          .slice(start, start + BATCH)
          .map((mail, index) => ({ Id: String(index), MessageBody: JSON.stringify(mail) })),
      }),
    );
    if (Failed.length > 0) throw new Error(`the queue refused ${Failed.length} of the mails`);
  }
}
