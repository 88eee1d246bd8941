import type { DynamoDBRecord, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { describe, expect, test, vi } from 'vitest';
import { hourOf } from '../../../domain/generate.ts';
import { getItem } from '../../../functions/adapters/dynamodb/items.ts';
import { keys } from '../../../functions/adapters/dynamodb/table.ts';
import { loadHandler } from '../../../local/gateway/lambda.ts';
import { deliverDue } from '../../../local/queue/consume.ts';
import { queueUrl } from '../../../local/queue/sqs.ts';
import type { Mood } from '../../support/database-proxy.ts';
import { captureLines } from '../../support/log-lines.ts';
import {
  aws,
  changesTo,
  clock,
  database,
  inviteByMail,
  isTold,
  mailsQueued,
  named,
  parked,
  poisoned,
  queues,
  refusing,
  reported,
  typesOf,
} from './changes-stage.ts';

/** What happens to a change that cannot be processed, now or ever. */

async function countedFor(...changes: DynamoDBRecord[]): Promise<number> {
  const [{ dynamodb } = {}] = changes;
  const { createdBy, generatedAt } = dynamodb?.NewImage ?? {};
  const key = keys.hourlyCount('demo', createdBy?.M?.id?.S ?? '', hourOf(generatedAt?.S ?? ''));
  return Number((await getItem(key))?.made ?? 0);
}

describe('a stream record that cannot be processed', () => {
  const unfit = refusing(400, named('ValidationException'));

  test('is moved complete to the change queue, and its neighbours are processed', async () => {
    const people = [await inviteByMail(), await inviteByMail(), await inviteByMail()] as const;
    const [first, second, third] = people;
    const changes = (await Promise.all(people.map(changesTo))).flat();
    const [one, two, three] = changes as [DynamoDBRecord, DynamoDBRecord, DynamoDBRecord];
    const poison = poisoned(two);
    const lines = captureLines();
    expect(await isTold(one, poison, three)).toEqual(reported());
    expect(lines()).toMatchObject([{ message: 'change parked', record: two.dynamodb?.SequenceNumber }]);
    expect(parked()).toEqual([poison]);
    expect(mailsQueued().toSorted()).toEqual([first.id, third.id].toSorted());
    expect(await typesOf(first)).toEqual(['mailed', 'generated']);
    expect(await typesOf(second)).toEqual([]);
    expect(await typesOf(third)).toEqual(['mailed', 'generated']);
  });

  test('is retried five times, goes to the dead-letter queue, and is processed by a redrive after a fix', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    const person = await inviteByMail();
    const source = {
      queue: queues.changes,
      handler: await loadHandler<SQSEvent, SQSBatchResponse>('recordChanges'),
    };
    database.mood = unfit;
    expect(await isTold(...(await changesTo(person)))).toEqual(reported());
    for (let tries = 1; tries <= 5; tries += 1) {
      expect(await deliverDue(source)).toBe(true);
      clock.now += 15_000;
    }
    expect(await deliverDue(source)).toBe(false);
    expect(queues.changes.countFailures()).toBe(1);

    database.mood = 'well';
    expect(await typesOf(person)).toEqual([]);
    queues.changes.redrive();
    expect(await deliverDue(source)).toBe(true);
    clock.now += 15_000;
    expect(await deliverDue(source)).toBe(false);
    expect(await typesOf(person)).toEqual(['mailed', 'generated']);
    expect(mailsQueued()).toEqual([person.id]);
  });

  test('goes to the dead-letter queue, also if it is not even a change of the table', async () => {
    queues.changes.send(JSON.stringify({ DDBStreamBatchInfo: { shardId: 'a' } }));
    const handler = await loadHandler<SQSEvent, SQSBatchResponse>('recordChanges');
    await deliverDue({ queue: queues.changes, handler });
    clock.now += 15_000;
    expect(queues.changes.receive(10)).toMatchObject([{ receives: 2 }]);
  });

  test('stays in the stream if the change queue does not accept it', async () => {
    const changes = await changesTo(await inviteByMail());
    database.mood = unfit;
    process.env.CHANGE_QUEUE_URL = queueUrl(`http://127.0.0.1:${aws.port}`, 'elsewhere');
    expect(await isTold(...changes)).toEqual(reported(...changes));
  });
});

test.each<[string, Mood]>([
  ['does not answer', 'gone'],
  ['throttles', refusing(400, named('ThrottlingException'))],
  ['fails with an internal error', refusing(500, named('InternalServerError'))],
])(
  'a record stays in the stream, and is not moved to the change queue, while the database %s',
  async (_, mood) => {
    const person = await inviteByMail();
    const changes = await changesTo(person);
    database.mood = mood;
    expect(await isTold(...changes)).toEqual(reported(...changes));
    expect(parked()).toEqual([]);

    database.mood = 'well';
    expect(await isTold(...changes)).toEqual(reported());
    expect(await typesOf(person)).toEqual(['mailed', 'generated']);
    expect(mailsQueued()).toEqual([person.id]);
  },
);

test.each(['TransactionConflictException', 'ProvisionedThroughputExceededException'])(
  'a generation that is not counted because of a %s is retried until it is counted',
  async name => {
    const person = await inviteByMail();
    const changes = await changesTo(person);
    const before = await countedFor(...changes);
    database.mood = refusing(400, named(name), 'UpdateItem');
    expect(await isTold(...changes)).toEqual(reported(...changes));
    expect(parked()).toEqual([]);

    database.mood = 'well';
    expect(await isTold(...changes)).toEqual(reported());
    expect(await countedFor(...changes)).toBe(before + 1);
    expect(await typesOf(person)).toEqual(['mailed', 'generated']);
  },
);

test('a history entry that the database refuses moves its record to the change queue, and the others of the request are saved', async () => {
  const people = [await inviteByMail(), await inviteByMail(), await inviteByMail()] as const;
  const changes = (await Promise.all(people.map(changesTo))).flat();
  const [first, second, third] = people;
  const tooLarge = structuredClone(changes[1] as DynamoDBRecord);
  Object.assign(tooLarge.dynamodb?.NewImage?.createdBy?.M ?? {}, { name: { S: 'x'.repeat(500_000) } });
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  expect(await isTold(...changes.with(1, tooLarge))).toEqual(reported());
  expect(parked()).toEqual([tooLarge]);
  expect(mailsQueued().toSorted()).toEqual([first.id, third.id].toSorted());
  expect(await typesOf(first)).toEqual(['mailed', 'generated']);
  expect(await typesOf(third)).toEqual(['mailed', 'generated']);
  expect(await typesOf(second)).toEqual(['mailed']);
});
