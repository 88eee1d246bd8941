import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { log } from '../../functions/shared/log.ts';
import { type Handler, invoke } from '../gateway/lambda.ts';
import { type Background, inBackground } from '../support/background.ts';
import type { Message, Queue } from './queue.ts';

const batchSize = 10;
const idleMs = 50;

/** Plays the queue's event source: gives due messages to the function, and deletes those it does not report as failed. */
export function consumeQueue(queue: Queue, handler: Handler<SQSEvent, SQSBatchResponse>): Background {
  return inBackground(async (signal, pause) => {
    while (!signal.aborted) {
      const messages = queue.receive(batchSize);
      if (messages.length === 0) await pause(idleMs);
      else await deliver(messages, { queue, handler });
    }
  });
}

async function deliver(
  messages: Message[],
  { queue, handler }: { queue: Queue; handler: Handler<SQSEvent, SQSBatchResponse> },
): Promise<void> {
  try {
    const { batchItemFailures } = await invoke(handler, { Records: messages.map(toRecord) });
    const failed = new Set(batchItemFailures.map(failure => failure.itemIdentifier));
    // As SQS does: an id that is not in the batch makes all of it fail.
    const done = messages.filter(({ id }) => !failed.has(String(id)));
    if (done.length + failed.size > messages.length) return;
    for (const { id } of done) queue.delete(id);
  } catch (error) {
    log.error('deliver-email failed', error);
  }
}

function toRecord({ id, body, sentAt, receives }: Message): SQSRecord {
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
    eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:mail',
    awsRegion: 'us-east-1',
  };
}
