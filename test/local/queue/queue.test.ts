import { SQS } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { localAws } from '../../../local/aws/client.ts';
import { startAwsEndpoint } from '../../../local/aws/endpoint.ts';
import { consumeQueue } from '../../../local/queue/consume.ts';
import { Queue } from '../../../local/queue/queue.ts';
import { openQueues } from '../../../local/queue/queues.ts';
import { queueUrl, sqsOperations } from '../../../local/queue/sqs.ts';
import { State } from '../../../local/support/state.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const step of cleanUp.splice(0).reverse()) await step();
});

function createQueue() {
  const clock = { now: 1_000_000 };
  const { database } = new State(undefined);
  const open = (name = 'mail') => new Queue(database, { name, maxReceives: 7, now: () => clock.now });
  return { clock, open, queue: open() };
}

const bodies = (queue: Queue) => queue.receive(10).map(({ body }) => body);

describe('the queue', () => {
  it('redelivers a message after a back-off that grows to 15 seconds', () => {
    const { clock, queue } = createQueue();
    queue.send('a');
    for (const wait of [1, 2, 4, 8, 15, 15]) {
      expect(bodies(queue)).toEqual(['a']);
      clock.now += wait * 1000 - 1;
      expect(bodies(queue)).toEqual([]);
      clock.now += 1;
    }
  });

  it('delivers the remaining messages at once after a restart, and no deleted message', () => {
    const { queue, open } = createQueue();
    queue.send('deleted');
    queue.send('left');
    const [first] = queue.receive(10);
    queue.delete(first?.id ?? 0);
    expect(bodies(open())).toEqual(['left']);
  });

  it('moves a message to the dead-letter queue after its last receive, logs that, and delivers it as new after a redrive', () => {
    const said = vi.spyOn(console, 'error').mockReturnValue();
    const { clock, queue } = createQueue();
    queue.send('fails');
    for (let receives = 1; receives <= 7; receives += 1) {
      expect(queue.receive(10)).toMatchObject([{ body: 'fails', receives }]);
      clock.now += 15_000;
    }
    queue.send('well');
    expect(bodies(queue)).toEqual(['well']);
    const line = expect.stringMatching(/^Moved to the dead-letter queue "mail-failures" after 7 tries: 1 /);
    expect(said.mock.calls).toEqual([[line]]);
    expect(queue.countFailures()).toBe(1);

    queue.redrive();
    expect(queue.receive(10)).toMatchObject([{ body: 'fails', receives: 1 }]);
    expect(queue.countFailures()).toBe(0);
  });

  it('does not deliver messages of another queue', () => {
    const { queue, open } = createQueue();
    const changes = open('changes');
    changes.send('a change');
    expect(bodies(queue)).toEqual([]);
    expect(bodies(changes)).toEqual(['a change']);
  });

  it('forgets a message after 14 days', () => {
    const { clock, queue, open } = createQueue();
    queue.send('old');
    clock.now += 14 * 86_400_000 + 1;
    expect(bodies(open())).toEqual([]);
  });
});

describe('the queue endpoint', () => {
  async function startEndpoint() {
    const clock = { now: 1_000_000 };
    const queues = openQueues(new State(undefined).database, () => clock.now);
    const endpoint = await startAwsEndpoint(sqsOperations(queues));
    const url = `http://127.0.0.1:${endpoint.port}`;
    const sqs = new SQS({ ...localAws, endpoint: url });
    cleanUp.push(
      () => endpoint.stop(),
      () => sqs.destroy(),
    );
    return { clock, queues, sqs, url };
  }

  it('accepts messages for each queue from the SDK, which checks their MD5', async () => {
    const { clock, queues, sqs, url } = await startEndpoint();
    await sqs.sendMessage({ QueueUrl: queueUrl(url, 'mail'), MessageBody: 'größer', DelaySeconds: 5 });
    await sqs.sendMessage({ QueueUrl: queueUrl(url, 'changes'), MessageBody: 'a change' });
    expect(bodies(queues.changes)).toEqual(['a change']);
    expect(bodies(queues.mail)).toEqual([]);
    clock.now += 5000;
    expect(bodies(queues.mail)).toEqual(['größer']);
  });

  it('accepts up to ten messages in one request, and no more', async () => {
    const { queues, sqs, url } = await startEndpoint();
    const entries = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ Id: `${index}`, MessageBody: `größer ${index}` }));
    const QueueUrl = queueUrl(url, 'mail');
    const { Successful } = await sqs.sendMessageBatch({ QueueUrl, Entries: entries(10) });
    expect(Successful?.map(({ Id }) => Id)).toEqual(entries(10).map(({ Id }) => Id));
    expect(bodies(queues.mail)).toEqual(entries(10).map(({ MessageBody }) => MessageBody));
    await expect(sqs.sendMessageBatch({ QueueUrl, Entries: entries(11) })).rejects.toThrow(
      'at most 10 messages',
    );
    expect(bodies(queues.mail)).toEqual([]);
  });

  it('refuses a message for a queue that does not exist', async () => {
    const { sqs, url } = await startEndpoint();
    const sent = sqs.sendMessage({ QueueUrl: queueUrl(url, 'other'), MessageBody: 'lost' });
    await expect(sent).rejects.toThrow('The specified queue does not exist.');
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
    const consumer = consumeQueue({ queue, handler });
    cleanUp.push(() => consumer.stop());

    await vi.waitFor(() => expect(received).toEqual([['a', 'b', 'c']]), 10_000);
    clock.now += 1000;
    await vi.waitFor(() => expect(received).toEqual([['a', 'b', 'c'], ['b']]), 10_000);
    clock.now += 60_000;
    expect(queue.receive(10)).toEqual([]);
  });
});
