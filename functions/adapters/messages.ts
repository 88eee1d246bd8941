import { ChangeMessageVisibilityCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { environment } from '../runtime/environment.ts';
import { chunksOf, inBatches } from '../runtime/in-batches.ts';
import { sqs } from './sqs.ts';

/** Messages of a queue, which an environment variable names. */
type QueueVariable = 'MAIL_QUEUE_URL' | 'SESSION_QUEUE_URL';

/** The maximum number of messages that SQS accepts in one request. */
const SEND_BATCH = 10;

/** Queues messages. @returns the messages that were not queued, each with its error */
export const sendMessages = <T extends object>(
  queue: QueueVariable,
  messages: T[],
  delaySeconds = 0,
): Promise<Map<T, unknown>> =>
  inBatches(chunksOf(messages, SEND_BATCH), batch => send(queue, batch, delaySeconds));

/** @throws the error of the first message that SQS refused. A retry may then queue the accepted messages twice */
async function send(queue: QueueVariable, messages: object[], delaySeconds: number): Promise<void> {
  const { Failed: [failed] = [] } = await sqs().send(
    new SendMessageBatchCommand({
      QueueUrl: environment(queue),
      Entries: messages.map((message, index) => ({
        Id: String(index),
        MessageBody: JSON.stringify(message),
        ...(delaySeconds > 0 && { DelaySeconds: delaySeconds }),
      })),
    }),
  );
  if (failed === undefined) return;
  const { Code: name, Message, SenderFault } = failed;
  throw Object.assign(new Error(Message), { name, $fault: SenderFault ? 'client' : 'server' });
}

/** Back-off: sets a failed message's visibility timeout, so that SQS delivers it again after `seconds`. */
export async function postpone(
  queue: QueueVariable,
  { receiptHandle }: SQSRecord,
  seconds: number,
): Promise<void> {
  await sqs().send(
    new ChangeMessageVisibilityCommand({
      QueueUrl: environment(queue),
      ReceiptHandle: receiptHandle,
      VisibilityTimeout: seconds,
    }),
  );
}
