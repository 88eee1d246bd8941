import { SQS } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { localAws } from '../../../local/aws/client.ts';
import { startAwsEndpoint } from '../../../local/aws/endpoint.ts';
import { consumeQueue } from '../../../local/queue/consume.ts';
import { Queue } from '../../../local/queue/queue.ts';
import { sqsOperations } from '../../../local/queue/sqs.ts';
import { State } from '../../../local/support/state.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

function createQueue() {
  const clock = { now: 1_000_000 };
  const { database } = new State(undefined);
  const open = () => new Queue(database, () => clock.now);
  return { clock, open, queue: open() };
}

const bodies = (queue: Queue) => queue.receive(10).map(({ body }) => body);

describe('the queue', () => {
  it('gives a message again after a back-off that grows to 15 seconds', () => {
    const { clock, queue } = createQueue();
    queue.send('a');
    for (const wait of [1, 2, 4, 8, 15, 15]) {
      expect(bodies(queue)).toEqual(['a']);
      clock.now += wait * 1000 - 1;
      expect(bodies(queue)).toEqual([]);
      clock.now += 1;
    }
  });

  it('gives what is left at once after a restart, and nothing that was deleted', () => {
    const { queue, open } = createQueue();
    queue.send('deleted');
    queue.send('left');
    const [first] = queue.receive(10);
    queue.delete(first?.id ?? 0);
    expect(bodies(open())).toEqual(['left']);
  });

  it('forgets a message after 14 days', () => {
    const { clock, queue, open } = createQueue();
    queue.send('old');
    clock.now += 14 * 86_400_000 + 1;
    expect(bodies(open())).toEqual([]);
  });
});

describe('the queue endpoint', () => {
  it('takes messages from the SDK, which checks their MD5', async () => {
    const { clock, queue } = createQueue();
    const endpoint = await startAwsEndpoint(sqsOperations(queue));
    const url = `http://127.0.0.1:${endpoint.port}`;
    const sqs = new SQS({ ...localAws, endpoint: url });
    cleanUp.push(
      () => endpoint.stop(),
      () => sqs.destroy(),
    );
    const QueueUrl = `${url}/000000000000/mail`;

    await sqs.sendMessage({ QueueUrl, MessageBody: 'größer', DelaySeconds: 5 });
    const entries = ['1', '2'].map(Id => ({ Id, MessageBody: `batch ${Id}` }));
    const { Successful: successful } = await sqs.sendMessageBatch({ QueueUrl, Entries: entries });

    expect(successful?.map(({ Id }) => Id)).toEqual(['1', '2']);
    expect(bodies(queue)).toEqual(['batch 1', 'batch 2']);
    clock.now += 5000;
    expect(bodies(queue)).toContain('größer');
  });
});

describe('the consumer', () => {
  it('keeps what the function reports as failed and deletes the rest', async () => {
    const { clock, queue } = createQueue();
    const received: string[][] = [];
    const handler = async ({ Records: records }: SQSEvent): Promise<SQSBatchResponse> => {
      received.push(records.map(({ body }) => body));
      const failed = records.filter(({ body, attributes }) => {
        return body === 'b' && attributes.ApproximateReceiveCount === '1';
      });
      return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    };
    for (const body of ['a', 'b', 'c']) queue.send(body);
    const consumer = consumeQueue(queue, handler);
    cleanUp.push(() => consumer.stop());

    await vi.waitFor(() => expect(received).toEqual([['a', 'b', 'c']]));
    clock.now += 1000;
    await vi.waitFor(() => expect(received).toEqual([['a', 'b', 'c'], ['b']]));
    clock.now += 60_000;
    expect(queue.receive(10)).toEqual([]);
  });
});
