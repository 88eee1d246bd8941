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

  it('gives up what was received as often as it may be, says so, and gives it as new once it is redriven', () => {
    const said = vi.spyOn(console, 'error').mockReturnValue();
    const { clock, queue } = createQueue();
    queue.send('fails');
    for (let receives = 1; receives <= 7; receives += 1) {
      expect(queue.receive(10)).toMatchObject([{ body: 'fails', receives }]);
      clock.now += 15_000;
    }
    queue.send('well');
    expect(bodies(queue)).toEqual(['well']);
    expect(said.mock.calls).toEqual([[expect.stringMatching(/^1 of the queue "mail" failed 7 times/)]]);
    expect(queue.countFailures()).toBe(1);

    queue.redrive();
    expect(queue.receive(10)).toMatchObject([{ body: 'fails', receives: 1 }]);
    expect(queue.countFailures()).toBe(0);
  });

  it('keeps to itself what another queue was sent', () => {
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

  it('takes messages for each queue from the SDK, which checks their MD5', async () => {
    const { clock, queues, sqs, url } = await startEndpoint();
    await sqs.sendMessage({ QueueUrl: queueUrl(url, 'mail'), MessageBody: 'größer', DelaySeconds: 5 });
    await sqs.sendMessage({ QueueUrl: queueUrl(url, 'changes'), MessageBody: 'a change' });
    expect(bodies(queues.changes)).toEqual(['a change']);
    expect(bodies(queues.mail)).toEqual([]);
    clock.now += 5000;
    expect(bodies(queues.mail)).toEqual(['größer']);
  });

  it('refuses a message for a queue that is not there', async () => {
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
