import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { startAwsEndpoint } from '../../local/aws/endpoint.ts';
import { openQueues } from '../../local/queue/queues.ts';
import { sqsOperations } from '../../local/queue/sqs.ts';
import type { LoopbackServer } from '../../local/support/loopback.ts';
import { State } from '../../local/support/state.ts';
import { ACCOUNT, startCloudFormation } from '../support/cloud-formation.ts';

const clock = { now: 1_000_000 };
const queues = openQueues(new State(undefined).database, () => clock.now);
let aws: LoopbackServer;
let cloudFormation: LoopbackServer;

beforeAll(async () => {
  aws = await startAwsEndpoint(sqsOperations(queues));
  const arn = (name: string) => `arn:aws:sqs:eu-central-1:${ACCOUNT}:${name}`;
  cloudFormation = await startCloudFormation({
    MailQueue: arn('mail'),
    MailFailures: arn('mail-failures'),
    ChangeQueue: arn('changes'),
    ChangeFailures: arn('changes-failures'),
    RoomQueue: arn('rooms'),
    RoomFailures: arn('rooms-failures'),
    SessionQueue: arn('sessions'),
    SessionFailures: arn('sessions-failures'),
    FeedbackQueue: arn('feedback'),
    FeedbackFailures: arn('feedback-failures'),
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

afterAll(async () => {
  await Promise.all([cloudFormation.stop(), aws.stop()]);
});

async function redrive(...args: string[]): Promise<{ stdout: string; stderr: string; code?: number }> {
  const env = {
    ...process.env,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_CLOUDFORMATION: `http://127.0.0.1:${cloudFormation.port}`,
    AWS_ENDPOINT_URL_SQS: `http://127.0.0.1:${aws.port}`,
  };
  const running = promisify(execFile)(process.execPath, ['bin/redrive.ts', ...args], { env });
  return running.catch(error => error);
}

function giveUp(name: keyof typeof queues, ...bodies: string[]): void {
  vi.spyOn(console, 'error').mockReturnValue();
  for (const body of bodies) queues[name].send(body);
  while (queues[name].receive(10).length > 0) clock.now += 15_000;
}

test('messages of the dead-letter queue return to their queue, and the command prints how many', async () => {
  giveUp('mail', 'a', 'b');
  giveUp('changes', 'c');
  const only = await redrive('--stage', 'example', 'changes');
  expect(only).toMatchObject({
    stdout: `On example (account ${ACCOUNT}, eu-central-1):\nchanges: 1 in the dead-letter queue, being moved back\n`,
    stderr: '',
  });
  expect(queues.changes.receive(10)).toMatchObject([{ body: 'c', receives: 1 }]);
  expect(queues.mail.countFailures()).toBe(2);

  const { stdout } = await redrive('--stage', 'example');
  expect(stdout.split('\n').slice(1)).toEqual([
    'mail: 2 in the dead-letter queue, being moved back',
    'changes: the dead-letter queue is empty',
    'rooms: the dead-letter queue is empty',
    'sessions: the dead-letter queue is empty',
    'feedback: the dead-letter queue is empty',
    '',
  ]);
  expect(queues.mail.receive(10)).toMatchObject([{ body: 'a' }, { body: 'b' }]);
});

test.each([
  ['no stage', [], "error: required option '--stage <stage>' not specified"],
  ['a stage without settings', ['--stage', 'nowhere'], 'There is no file config/nowhere.json'],
  [
    'a queue that there is not',
    ['--stage', 'example', 'sms'],
    'Allowed choices are mail, changes, rooms, sessions, feedback.',
  ],
])('%s is refused in one line', async (_, args, reason) => {
  const { stdout, stderr, code } = await redrive(...args);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^[^\n]+\n$/);
  expect(stderr).toContain(reason);
});
