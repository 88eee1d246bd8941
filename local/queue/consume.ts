import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { log } from '../../functions/shared/log.ts';
import { type Handler, invoke } from '../gateway/lambda.ts';
import { type Background, inBackground } from '../support/background.ts';
import type { Message, Queue } from './queue.ts';

const batchSize = 10;
const idleMs = 50;

export interface QueueSource {
  readonly queue: Queue;
  readonly handler: Handler<SQSEvent, SQSBatchResponse>;
}

/** Plays the queue's event source: gives due messages to the function for as long as the stack runs. */
export function consumeQueue(source: QueueSource): Background {
  return inBackground(async (signal, pause) => {
    while (!signal.aborted) if (!(await deliverDue(source))) await pause(idleMs);
  });
}

/**
 * Gives some of the due messages to the function, and deletes those it does not report as failed.
 * @returns false where none was due
 */
export async function deliverDue({ queue, handler }: QueueSource): Promise<boolean> {
  const messages = queue.receive(batchSize);
  if (messages.length === 0) return false;
  try {
    const records = messages.map(message => toRecord(message, queue.name));
    const { batchItemFailures } = await invoke(handler, { Records: records });
    const failed = new Set(batchItemFailures.map(failure => failure.itemIdentifier));
    // As SQS does: an id that is not in the batch makes all of it fail.
    const done = messages.filter(({ id }) => !failed.has(String(id)));
    if (done.length + failed.size > messages.length) return true;
    for (const { id } of done) queue.delete(id);
  } catch (error) {
    log.error('queue', error, { queue: queue.name });
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
