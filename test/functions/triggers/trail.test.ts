import type { DynamoDBBatchResponse, DynamoDBStreamEvent, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, expect, inject, test, vi } from 'vitest';
import { startAwsEndpoint } from '../../../local/aws/endpoint.ts';
import { invoke, loadHandler } from '../../../local/gateway/lambda.ts';
import { deliverDue } from '../../../local/queue/consume.ts';
import { openQueues } from '../../../local/queue/queues.ts';
import { queueUrl, sqsOperations } from '../../../local/queue/sqs.ts';
import type { LoopbackServer } from '../../../local/support/loopback.ts';
import { State } from '../../../local/support/state.ts';
import { type Answer, call, tokenOf } from '../../support/api.ts';
import { invite, loginOwner, personBody, putRoom } from '../../support/ground.ts';
import { captureLines } from '../../support/log-lines.ts';
import { startWithEmptyTable } from '../../support/stack.ts';
import { changesOf } from '../../support/stream.ts';

const queues = openQueues(new State(undefined).database, Date.now);
const parameters = { roomId: 'room' };
let streamArn: string;
let aws: LoopbackServer;
let owner: string;

beforeAll(async () => {
  streamArn = await startWithEmptyTable();
  owner = await loginOwner();
  await putRoom(owner, parameters.roomId);
  aws = await startAwsEndpoint(sqsOperations(queues));
  process.env.AWS_ENDPOINT_URL_SQS = `http://127.0.0.1:${aws.port}`;
  process.env.MAIL_QUEUE_URL = queueUrl(process.env.AWS_ENDPOINT_URL_SQS, 'mail');
});

afterEach(() => {
  vi.restoreAllMocks();
});

afterAll(() => aws.stop());

const generate = (body: object) => call('generateInvitation', { parameters, token: owner, body });

/** Runs the asynchronous part: the stream function, then the mailer for each queued mail. */
async function followUp(): Promise<void> {
  const recordChanges = await loadHandler<DynamoDBStreamEvent, DynamoDBBatchResponse>('recordChanges');
  const Records = await changesOf(streamArn);
  expect(await invoke(recordChanges, { Records })).toEqual({ batchItemFailures: [] });
  const handler = await loadHandler<SQSEvent, SQSBatchResponse>('deliverEmail');
  while (await deliverDue({ queue: queues.mail, handler }));
}

test('the request id of an answer is logged with each mail that the request queued, for every way to queue one', async () => {
  const invitations = [personBody(), personBody()].map(person => ({ ...person, sendEmail: true }));
  const resent = await invite(owner, parameters.roomId);
  const renewed = await invite(owner, parameters.roomId);
  const lines = captureLines();

  const asked: [Answer, mails: number][] = [
    [await generate({ ...personBody(), sendEmail: true }), 1],
    [await generate(personBody()), 0],
    [await call('generateInvitations', { parameters, token: owner, body: { invitations } }), 2],
    [await call('resendInvitation', { parameters: { ...parameters, id: resent.id }, token: owner }), 1],
    [await call('requestLink', { body: { token: tokenOf(renewed.link) } }), 1],
  ];
  await followUp();

  const { emails } = (await (await fetch(`${inject('ses')}/store`)).json()) as {
    emails: { messageId: string }[];
  };
  for (const [{ headers, body }, mails] of asked) {
    const ofRequest = lines().filter(({ requestId }) => requestId === headers['x-request-id']);
    expect(ofRequest.map(({ message }) => message)).toEqual(['answered', ...Array(mails).fill('mail')]);
    for (const { state, mail, messageId } of ofRequest.slice(1)) {
      expect([state, mail]).toEqual(['sent', expect.stringMatching(/^[0-9a-f]{32}$/)]);
      expect(emails.filter(email => email.messageId === messageId)).toHaveLength(1);
    }
    expect(JSON.stringify(body)).not.toContain(headers['x-request-id']);
  }
});

test('a mail that a newer one has replaced is logged as not due, with the request id that asked for it', async () => {
  const replaced = await generate({ ...personBody(), sendEmail: true });
  const { id } = replaced.body.invitation;
  const newer = await call('resendInvitation', { parameters: { ...parameters, id }, token: owner });
  const lines = captureLines();
  await followUp();
  const toldOf = ({ headers }: Answer) =>
    lines()
      .filter(({ requestId }) => requestId === headers['x-request-id'])
      .map(({ message }) => message);
  expect([toldOf(replaced), toldOf(newer)]).toEqual([['mail not due'], ['mail']]);
});
