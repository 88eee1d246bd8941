import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { log } from '../../functions/runtime/log.ts';
import { type Handler, invoke } from '../gateway/lambda.ts';
import { type Background, inBackground } from '../support/background.ts';
import type { Message, Queue } from './queue.ts';

const BATCH_SIZE = 10;
const IDLE_MILLIS = 50;

export type QueueSource = {
  readonly queue: Queue;
  readonly handler: Handler<SQSEvent, SQSBatchResponse>;
};

/** Imitates the queue's event source mapping: passes due messages to the function until it is stopped. */
export function consumeQueue(source: QueueSource): Background {
  return inBackground(async (signal, pause) => {
    while (!signal.aborted) if (!(await deliverDue(source))) await pause(IDLE_MILLIS);
  });
}

/**
 * Passes one batch of due messages to the function, and deletes those that it does not report as failed.
 * @returns false if no message was due
 */
export async function deliverDue({ queue, handler }: QueueSource): Promise<boolean> {
  const messages = queue.receive(BATCH_SIZE);
  if (messages.length === 0) return false;
  try {
    const records = messages.map(message => toRecord(message, queue.name));
    const { batchItemFailures } = await invoke(handler, { Records: records });
    const failed = new Set(batchItemFailures.map(failure => failure.itemIdentifier));
    // As in SQS: if the function reports an id that is not in the batch, the whole batch fails.
    const done = messages.filter(({ id }) => !failed.has(String(id)));
    if (done.length + failed.size > messages.length) return true;
    for (const { id } of done) queue.delete(id);
  } catch (error) {
    log.error('processing queued messages failed', error, { queue: queue.name });
  }
  return true;
}

function toRecord({ id, body, sentAt, receives }: Message, queue: string): SQSRecord {
  return {
    messageId: String(id),
    receiptHandle: String(id),
    body,
    attributes: {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: String(sentAt),
      SenderId: 'local',
      ApproximateFirstReceiveTimestamp: String(sentAt),
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:us-east-1:000000000000:${queue}`,
    awsRegion: 'us-east-1',
  };
}
