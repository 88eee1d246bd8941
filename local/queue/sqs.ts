import { createHash } from 'node:crypto';
import * as z from 'zod';
import { AwsError, type AwsOperations } from '../aws/endpoint.ts';
import type { Queue } from './queue.ts';
import type { Queues } from './queues.ts';

const sending = z.object({
  QueueUrl: z.string(),
  MessageBody: z.string(),
  DelaySeconds: z.number().default(0),
  MessageDeduplicationId: z.string().optional(),
});
const sendingBatch = z.object({
  QueueUrl: z.string(),
  Entries: z.array(
    z.object({ Id: z.string(), MessageBody: z.string(), DelaySeconds: z.number().default(0) }),
  ),
});
const postponing = z.object({
  QueueUrl: z.string(),
  ReceiptHandle: z.string(),
  VisibilityTimeout: z.number(),
});
const named = z.object({ QueueName: z.string() });
const addressed = z.object({ QueueUrl: z.string() });
const moving = z.object({ SourceArn: z.string(), DestinationArn: z.string() });

/** The part of SQS that the functions and the tests of the operators' commands use. */
export function sqsOperations(queues: Queues): AwsOperations {
  const all = Object.values(queues);
  const onceOnly = deduplicator();
  const queueOf = (url: string) => found(all.find(({ name }) => name === nameIn(url)));
  const failingInto = (place: string) =>
    found(all.find(({ failuresName }) => failuresName === nameIn(place)));
  return {
    'AmazonSQS.SendMessage': input => {
      const { QueueUrl: url, MessageBody: body, DelaySeconds: delay, ...rest } = sending.parse(input);
      const send = () => queueOf(url).send(body, delay);
      const { MessageDeduplicationId: repeat } = rest;
      return sent(repeat === undefined ? send() : onceOnly(repeat, send), body);
    },
    'AmazonSQS.SendMessageBatch': input => {
      const { QueueUrl: url, Entries: entries } = sendingBatch.parse(input);
      if (entries.length > 10)
        throw new AwsError('TooManyEntriesInBatchRequest', 'A request takes at most 10 messages.');
      const queue = queueOf(url);
      const Successful = entries.map(({ Id, MessageBody: body, DelaySeconds: delay }) => ({
        Id,
        ...sent(queue.send(body, delay), body),
      }));
      return { Successful, Failed: [] };
    },
    'AmazonSQS.ChangeMessageVisibility': input => {
      const { QueueUrl: url, ReceiptHandle: handle, VisibilityTimeout: seconds } = postponing.parse(input);
      queueOf(url).postpone(Number(handle), seconds);
      return {};
    },
    'AmazonSQS.GetQueueUrl': input => {
      const { failuresName } = failingInto(named.parse(input).QueueName);
      return { QueueUrl: queueUrl('http://localhost', failuresName) };
    },
    'AmazonSQS.GetQueueAttributes': input => {
      const queue = failingInto(addressed.parse(input).QueueUrl);
      return { Attributes: { ApproximateNumberOfMessages: String(queue.countFailures()) } };
    },
    'AmazonSQS.StartMessageMoveTask': input => {
      const { SourceArn: source, DestinationArn: destination } = moving.parse(input);
      const queue = failingInto(source);
      if (queue !== queueOf(destination)) {
        throw new AwsError(
          'InvalidParameterValue',
          'A dead-letter queue can only be redriven to its source queue.',
        );
      }
      queue.redrive();
      return { TaskHandle: queue.name };
    },
  };
}

const DEDUPLICATED_MILLIS = 5 * 60_000;

/** Sends one message for a deduplication id in five minutes, as a FIFO queue does. @returns the id of that message */
function deduplicator(): (repeat: string, send: () => number) => number {
  const known = new Map<string, { id: number; until: number }>();
  return (repeat, send) => {
    for (const [key, { until }] of known) if (until <= Date.now()) known.delete(key);
    const { id } = known.get(repeat) ?? { id: send() };
    if (!known.has(repeat)) known.set(repeat, { id, until: Date.now() + DEDUPLICATED_MILLIS });
    return id;
  };
}

const sent = (id: number, body: string) => ({
  MessageId: String(id),
  MD5OfMessageBody: createHash('md5').update(body).digest('hex'),
});

export const queueUrl = (endpoint: string, name: string): string => `${endpoint}/000000000000/${name}`;

/** The queue's name: the last part of a URL or an ARN, or a bare name. */
const nameIn = (place: string): string | undefined => place.split(/[/:]/).at(-1);

function found(queue: Queue | undefined): Queue {
  if (queue === undefined) throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
  return queue;
}
