import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { AwsOperations } from '../aws/endpoint.ts';
import type { Queue } from './queue.ts';

const message = z.object({ MessageBody: z.string(), DelaySeconds: z.number().default(0) });
const batch = z.object({
  Entries: z
    .array(message.extend({ Id: z.string() }))
    .min(1)
    .max(10),
});

/** As much of SQS as the functions use: sending to the one queue there is. */
export function sqsOperations(queue: Queue): AwsOperations {
  const send = ({ MessageBody: body, DelaySeconds: delay }: z.infer<typeof message>) => ({
    MessageId: String(queue.send(body, delay)),
    MD5OfMessageBody: createHash('md5').update(body).digest('hex'),
  });
  return {
    'AmazonSQS.SendMessage': input => send(message.parse(input)),
    'AmazonSQS.SendMessageBatch': input => {
      const { Entries: entries } = batch.parse(input);
      return { Successful: entries.map(entry => ({ Id: entry.Id, ...send(entry) })), Failed: [] };
    },
  };
}
