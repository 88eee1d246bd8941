import { text } from 'node:stream/consumers';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { readInvitation } from '../../functions/adapters/dynamodb/invitations.ts';
import { type Handler, invoke, loadHandler } from '../../local/gateway/lambda.ts';
import { type LoopbackServer, listenOnLoopback } from '../../local/support/loopback.ts';
import { invite, loginOwner, putRoom } from '../support/ground.ts';
import { captureLines } from '../support/log-lines.ts';
import { startWithEmptyTable } from '../support/stack.ts';

const ADDRESSEE = 'ada@example.edu';
const notVerified = (address: string) =>
  `Email address is not verified. The following identities failed the check in region US-EAST-1: ${address}`;

/** An SES that has every template, and takes a mail or refuses it. */
let ses: LoopbackServer;
let refusal: { status: number; type: string; message: string } | undefined;
const mails: Record<string, unknown>[] = [];
let deliverEmail: Handler<SQSEvent, SQSBatchResponse>;
let owner: string;

beforeAll(async () => {
  await startWithEmptyTable();
  owner = await loginOwner();
  await putRoom(owner, 'room');
  ses = await listenOnLoopback(async (request, response) => {
    const body = await text(request);
    if (request.method === 'GET') return response.end('{}');
    if (refusal === undefined) {
      mails.push(JSON.parse(body));
      return response.end('{"MessageId":"message-1"}');
    }
    const { status, type, message } = refusal;
    return response.writeHead(status, { 'x-amzn-errortype': type }).end(JSON.stringify({ message }));
  });
  process.env.AWS_ENDPOINT_URL_SESV2 = `http://127.0.0.1:${ses.port}`;
  vi.resetModules();
  deliverEmail = await loadHandler('deliverEmail');
});

afterEach(() => {
  vi.restoreAllMocks();
  refusal = undefined;
});

afterAll(() => ses.stop());

const ids = { site: 'demo', room: 'room' };

async function dueMail() {
  const { id } = await invite(owner, ids.room, { sendEmail: true });
  const { invitation } = await readInvitation({ ...ids, id });
  const { mail, requestId } = invitation?.delivery ?? {};
  return { ...ids, invitation: id, mail, requestId };
}

type Due = Awaited<ReturnType<typeof dueMail>>;

const deliver = (due: Due) =>
  invoke(deliverEmail, { Records: [{ messageId: 'a', body: JSON.stringify(due) } as SQSRecord] });

async function deliveryOf({ invitation: id }: Due) {
  const { invitation } = await readInvitation({ ...ids, id });
  return invitation?.delivery;
}

test('a mail goes out from the sender, tagged, and under the configuration set that tells how it fares', async () => {
  const due = await dueMail();
  expect(await deliver(due)).toEqual({ batchItemFailures: [] });
  expect(mails.at(-1)).toMatchObject({
    FromEmailAddress: process.env.MAIL_SENDER,
    ConfigurationSetName: 'roompass-local',
    EmailTags: expect.arrayContaining([{ Name: 'mail', Value: due.mail }]),
  });
  expect(await deliveryOf(due)).toMatchObject({ state: 'sent' });
});

test.each([
  ['MessageRejected', 'the content'],
  ['MessageRejected', notVerified(ADDRESSEE)],
  ['BadRequestException', 'Missing final @domain'],
])('a mail that SES refuses with %s (%s) has failed for good', async (type, message) => {
  const due = await dueMail();
  refusal = { status: 400, type, message };
  expect(await deliver(due)).toEqual({ batchItemFailures: [] });
  expect(await deliveryOf(due)).toMatchObject({ state: 'failed', reason: type });
});

test.each([
  [400, 'AccountSuspendedException', 'Suspended'],
  [400, 'SendingPausedException', 'Paused'],
  [400, 'MailFromDomainNotVerifiedException', 'Not verified'],
  [400, 'MessageRejected', notVerified('Roompass <roompass@localhost.test>')],
  [403, 'AccessDeniedException', 'Not authorized'],
  [403, 'ExpiredTokenException', 'Expired'],
  [404, 'NotFoundException', 'Configuration set <roompass-local> does not exist.'],
  [404, 'NotFoundException', 'Template does not exist.'],
])('a mail is still due after %i %s (%s), which is not about it', async (status, type, message) => {
  const due = await dueMail();
  refusal = { status, type, message };
  const lines = captureLines();
  expect(await deliver(due)).toEqual({ batchItemFailures: [{ itemIdentifier: 'a' }] });
  const { site, mail, requestId } = due;
  expect(lines()).toMatchObject([
    { message: 'record failed', kind: type, record: 'a', site, mail, requestId },
  ]);
  expect(requestId).toMatch(/./);
  expect(await deliveryOf(due)).toMatchObject({ state: 'queued' });

  refusal = undefined;
  expect(await deliver(due)).toEqual({ batchItemFailures: [] });
  expect(await deliveryOf(due)).toMatchObject({ state: 'sent' });
});
