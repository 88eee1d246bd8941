import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, vi } from 'vitest';
import { startAwsEndpoint } from '../../../local/aws/endpoint.ts';
import { type Handler, loadHandler } from '../../../local/gateway/lambda.ts';
import { queueUrl } from '../../../local/queue/sqs.ts';
import type { LoopbackServer } from '../../../local/support/loopback.ts';
import { type DueMail, deliver, dueMail } from '../../support/due-mail.ts';
import { FakeSes } from '../../support/fake-ses.ts';
import { loginOwner, putRoom } from '../../support/ground.ts';
import { startWithEmptyTable } from '../../support/stack.ts';

/** Set-up of the tests of the mailer: a room, a fake SES, and a queue that records the visibility timeouts it is given. */

export const ses = new FakeSes();
/** The visibility timeouts of messages that went back to the queue, in seconds. */
export const waits: number[] = [];
let queue: LoopbackServer;
export const queueState = { isWell: true };
export let deliverEmail: Handler<SQSEvent, SQSBatchResponse>;
export let owner: string;

beforeAll(async () => {
  await startWithEmptyTable();
  owner = await loginOwner();
  await putRoom(owner, 'room');
  queue = await startAwsEndpoint({
    'AmazonSQS.ChangeMessageVisibility': ({ VisibilityTimeout }) => {
      if (!queueState.isWell) throw new Error('the queue is not well');
      waits.push(Number(VisibilityTimeout));
      return {};
    },
  });
  const sqs = `http://127.0.0.1:${queue.port}`;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SESV2: await ses.start(),
    AWS_ENDPOINT_URL_SQS: sqs,
    MAIL_QUEUE_URL: queueUrl(sqs, 'mail'),
  });
  vi.resetModules();
  deliverEmail = await loadHandler('deliverEmail');
});

afterEach(() => {
  vi.restoreAllMocks();
  ses.recover();
  queueState.isWell = true;
  waits.length = 0;
});

afterAll(async () => {
  await ses.stop();
  await queue.stop();
});

export const aMail = async () => (await dueMail(owner, 'room')).due;
export const isDelivered = (due: DueMail, receives?: number) => deliver(deliverEmail, due, receives);
