import { expect, test } from 'vitest';
import { call, deployed, emulator, login } from './support/deployed.ts';
import { mailsTo } from './support/mails.ts';

const ROOM = '/v1/rooms/poisoned';

async function generate(email: string): Promise<void> {
  const body = { email, firstName: 'Ada', lastName: 'Byron', role: 'speaker', sendEmail: true };
  const answer = await call(`POST ${ROOM}/invitations`, { login: await login({ sub: 'owner' }), body });
  expect(answer.status).toBe(201);
}

async function waiting(queueArn: string): Promise<number> {
  const { aws } = emulator;
  const { QueueUrl } = await aws('sqs', 'get-queue-url', '--queue-name', queueArn.split(':').at(-1) ?? '');
  const { Attributes } = await aws(
    'sqs',
    'get-queue-attributes',
    '--queue-url',
    QueueUrl,
    '--attribute-names',
    'All',
  );
  return (
    Number(Attributes.ApproximateNumberOfMessages) + Number(Attributes.ApproximateNumberOfMessagesNotVisible)
  );
}

test('a poison record of the stream is moved to the change queue and does not block later records', async () => {
  const { TableName = '', ChangeQueue = '' } = await emulator.outputs('data');
  const room = { title: 'Cell biology', ownerId: 'owner', chatAndCollaboration: true };
  await call(`PUT ${ROOM}`, { login: await login({ sub: 'backend', scope: 'rooms:write' }), body: room });
  expect(await waiting(ChangeQueue)).toBe(0);

  const item = JSON.stringify({ pk: { S: 'ROOM#demo#poisoned' }, sk: { S: 'INVITATION#poison' } });
  await emulator.aws('dynamodb', 'put-item', '--table-name', TableName, '--item', item);
  await generate('after@example.edu');

  const mails = () => mailsTo('after@example.edu', `${deployed.windowUrl}/store`);
  await expect.poll(mails, { timeout: 30_000 }).toHaveLength(1);
  await expect.poll(() => waiting(ChangeQueue), { timeout: 30_000 }).toBe(1);
});
