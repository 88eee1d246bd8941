import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { withdrawalOf } from '../../domain/calendar-entry.ts';
import { claimMail } from '../../functions/adapters/dynamodb/mail-claims.ts';
import { suppress } from '../../functions/adapters/dynamodb/suppressions.ts';
import { triggers } from '../../functions/triggers.ts';
import { startAwsEndpoint } from '../../local/aws/endpoint.ts';
import { type Handler, invoke, loadHandler } from '../../local/gateway/lambda.ts';
import { queueUrl } from '../../local/queue/sqs.ts';
import type { LoopbackServer } from '../../local/support/loopback.ts';
import { call } from '../support/api.ts';
import {
  type DueMail,
  deliver,
  deliveryOf,
  dueMail,
  dueMailOf,
  invitationOf,
  messageOf,
} from '../support/due-mail.ts';
import { FakeSes } from '../support/fake-ses.ts';
import { atOnce, invite, loginOwner, putRoom } from '../support/ground.ts';
import { captureLines } from '../support/log-lines.ts';
import { startWithEmptyTable } from '../support/stack.ts';

const ADDRESSEE = 'ada@example.edu';
const notVerified = (address: string) =>
  `Email address is not verified. The following identities failed the check in region US-EAST-1: ${address}`;

const ses = new FakeSes();
/** For how long messages were handed back to the queue. */
const waits: number[] = [];
let queue: LoopbackServer;
let queueIsWell = true;
let deliverEmail: Handler<SQSEvent, SQSBatchResponse>;
let owner: string;

beforeAll(async () => {
  await startWithEmptyTable();
  owner = await loginOwner();
  await putRoom(owner, 'room');
  queue = await startAwsEndpoint({
    'AmazonSQS.ChangeMessageVisibility': ({ VisibilityTimeout }) => {
      if (!queueIsWell) throw new Error('the queue is not well');
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
  queueIsWell = true;
  waits.length = 0;
});

afterAll(async () => {
  await ses.stop();
  await queue.stop();
});

const aMail = async () => (await dueMail(owner, 'room')).due;
const isDelivered = (due: DueMail, receives?: number) => deliver(deliverEmail, due, receives);

test('a mail goes out from the sender, tagged, and under the configuration set that tells how it fares', async () => {
  const due = await aMail();
  expect(await isDelivered(due)).toBe(true);
  expect(ses.mails.at(-1)).toMatchObject({
    FromEmailAddress: process.env.MAIL_SENDER,
    ConfigurationSetName: 'roompass-local',
    Content: { Template: { TemplateName: 'local_demo_invitation_en' } },
    EmailTags: expect.arrayContaining([{ Name: 'mail', Value: due.mail }]),
  });
  expect(await deliveryOf(due)).toMatchObject({ state: 'sent' });
});

test('a mail that was queued twice goes out once, also when both messages are worked on at once', async () => {
  const due = await aMail();
  ses.delayMillis = 50;
  const batches = await atOnce(5, () => invoke(deliverEmail, { Records: [messageOf(due), messageOf(due)] }));
  expect(ses.mails).toHaveLength(1);
  expect(batches.flatMap(({ batchItemFailures }) => batchItemFailures).length).toBeLessThan(10);
  expect(await isDelivered(due)).toBe(true);
  expect(ses.mails).toHaveLength(1);
});

test('of 20 mailers that take up a mail at once exactly one sends it, 20 times over', async () => {
  for (let round = 0; round < 20; round += 1) {
    ses.recover();
    const due = await aMail();
    await atOnce(20, () => isDelivered(due));
    expect(ses.mails).toHaveLength(1);
    expect(await deliveryOf(due)).toMatchObject({ state: 'sent' });
  }
});

test('a mail that another mailer has comes again when that one must be done, or dead', async () => {
  const due = await aMail();
  const until = new Date(Date.now() + 12_000).toISOString();
  await claimMail({ site: due.site, mail: due.mail }, until, new Date().toISOString());
  expect(await isDelivered(due)).toBe(false);
  expect(ses.attempts).toBe(0);
  expect(waits).toEqual([expect.closeTo(12, 0)]);

  vi.useFakeTimers({ now: Date.parse(until), toFake: ['Date'] });
  expect(await isDelivered(due)).toBe(true);
  vi.useRealTimers();
  expect(ses.mails).toHaveLength(1);
});

test('a calendar entry that went out is noted also where somebody was invited again meanwhile, without a mail', async () => {
  await putRoom(owner, 'planned', { startsAt: new Date(Date.now() + 3_600_000).toISOString() });
  const { invited, due } = await dueMail(owner, 'planned');
  ses.delayMillis = 1000;
  const delivered = isDelivered(due);
  await vi.waitFor(() => expect(ses.attempts).toBe(1), 10_000);
  await invite(owner, 'planned', { email: invited.email });
  expect(await delivered).toBe(true);
  expect(await invitationOf(due)).toMatchObject({
    delivery: { state: 'not_requested' },
    calendarEntry: { sequence: 0 },
  });
});

describe('an SES that is not well', () => {
  test.each([
    [429, 'TooManyRequestsException'],
    [400, 'ThrottlingException'],
    [500, 'InternalServiceErrorException'],
    [503, 'ServiceUnavailable'],
  ])('and says %i %s is asked again by the same mailer', async (status, type) => {
    const due = await aMail();
    ses.refusals = [
      { status, type },
      { status, type },
    ];
    expect(await isDelivered(due)).toBe(true);
    expect([ses.attempts, ses.mails.length]).toEqual([3, 1]);
    expect(await deliveryOf(due)).toMatchObject({ state: 'sent' });
  });

  test('and does not answer may have taken the mail: it is not asked again before its own event could tell', async () => {
    const due = await aMail();
    ses.delayMillis = 4000;
    expect(await isDelivered(due)).toBe(false);
    expect(ses.attempts).toBe(1);
    expect(waits).toEqual([30]);
    expect(await deliveryOf(due)).toMatchObject({ state: 'queued' });

    ses.delayMillis = 0;
    const another = messageOf(due);
    const { batchItemFailures } = await invoke(deliverEmail, { Records: [another] });
    expect([batchItemFailures.length, ses.attempts]).toEqual([1, 1]);

    vi.useFakeTimers({ now: Date.now() + 30_000, toFake: ['Date'] });
    expect(await isDelivered(due, 2)).toBe(true);
    vi.useRealTimers();
    expect(await deliveryOf(due)).toMatchObject({ state: 'sent' });
  });

  test('for days is asked at most every hour, and no other mail waits for it', async () => {
    const due = await aMail();
    const forGood = { status: 403, type: 'AccessDeniedException' };
    for (const receives of [1, 2, 3, 8, 50]) {
      ses.refusals = [forGood];
      await isDelivered(due, receives);
    }
    expect(waits).toEqual([30, 60, 120, 3600, 3600]);
  });

  test('in the end leaves the mail failed, and due again when operators have it tried again', async () => {
    const due = await aMail();
    ses.refusals = [{ status: 403, type: 'AccessDeniedException' }];
    expect(await isDelivered(due, triggers.deliverEmail.receives)).toBe(false);
    expect(await deliveryOf(due)).toMatchObject({ state: 'failed', reason: 'gave_up' });
    expect(await isDelivered(due)).toBe(true);
    expect(await deliveryOf(due)).toMatchObject({ state: 'sent' });
    expect((await deliveryOf(due)).reason).toBeUndefined();
  });

  test('in the end leaves a withdrawal among the failures, and due when it is tried again', async () => {
    await putRoom(owner, 'planned-once', { startsAt: '2126-03-02T10:00:00Z' });
    const { invited, due } = await dueMail(owner, 'planned-once');
    expect(await isDelivered(due)).toBe(true);
    const parameters = { roomId: 'planned-once', id: invited.id };
    await call('revokeInvitation', { parameters, token: owner });
    const withdrawal = { ...due, kind: 'withdrawal', mail: withdrawalOf(await invitationOf(due)) };
    const before = await invitationOf(due);
    ses.refusals = [{ status: 403, type: 'AccessDeniedException' }];
    expect(await isDelivered(withdrawal, triggers.deliverEmail.receives)).toBe(false);
    expect(await invitationOf(due)).toEqual(before);
    expect(await isDelivered(withdrawal)).toBe(true);
    expect((await invitationOf(due)).calendarEntry?.withdrawnAt).toBeDefined();
  });
});

test('a mail for which the function has no time left is not begun, and may be taken up at once', async () => {
  const due = await aMail();
  const context = { getRemainingTimeInMillis: () => 5000 } as Context;
  const { batchItemFailures } = await deliverEmail({ Records: [messageOf(due)] }, context);
  expect([batchItemFailures.length, ses.attempts, waits]).toEqual([1, 0, [30]]);
  expect(await isDelivered(due)).toBe(true);
});

test('a mail that the queue does not take back comes again all the same, and that is told', async () => {
  const due = await aMail();
  queueIsWell = false;
  ses.refusals = [{ status: 403, type: 'AccessDeniedException' }];
  const lines = captureLines();
  expect(await isDelivered(due)).toBe(false);
  expect(lines().map(({ message }) => message)).toContain('mail not handed back');
  expect(await isDelivered(due)).toBe(true);
});

test.each([
  ['MessageRejected', 'the content'],
  ['MessageRejected', notVerified(ADDRESSEE)],
  ['BadRequestException', 'Missing final @domain'],
])('a mail that SES refuses with %s (%s) has failed for good', async (type, message) => {
  const due = await aMail();
  ses.refusals = [{ status: 400, type, message }];
  expect(await isDelivered(due)).toBe(true);
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
  const due = await aMail();
  ses.refusals = Array.from({ length: 100 }, () => ({ status, type, message }));
  const lines = captureLines();
  expect(await isDelivered(due)).toBe(false);
  const { site, mail, requestId } = due;
  expect(lines()).toMatchObject([
    { message: 'record failed', kind: type, record: mail, site, mail, requestId },
  ]);
  expect(requestId).toMatch(/./);
  expect(await deliveryOf(due)).toMatchObject({ state: 'queued' });

  ses.refusals = [];
  expect(await isDelivered(due)).toBe(true);
  expect(await deliveryOf(due)).toMatchObject({ state: 'sent' });
});

test('nothing is mailed to an address that the site writes to no more, and the invitation says why', async () => {
  const { invited, due } = await dueMail(owner, 'room');
  await suppress('demo', invited.email, { reason: 'complained', at: new Date().toISOString() });
  expect(await isDelivered(due)).toBe(true);
  expect(ses.attempts).toBe(0);
  expect(await deliveryOf(due)).toMatchObject({ state: 'suppressed', reason: 'complained' });
});

test('an address gets no more mails a day than the site allows', async () => {
  const email = 'eager@example.edu';
  for (let count = 0; count < 6; count += 1) await isDelivered((await dueMail(owner, 'room', { email })).due);
  expect(ses.mails).toHaveLength(5);
  const due = await dueMailOf('room', await invite(owner, 'room', { email, sendEmail: true }));
  await isDelivered(due);
  expect(await deliveryOf(due)).toMatchObject({ state: 'failed', reason: 'daily_limit' });
});

describe('a template that cannot be used', () => {
  const broken = { Subject: 'Come', Html: '<p>{{firstName}', Text: '{{link}}' };

  test('gives way to the default one, which is noted on the invitation and counted', async () => {
    vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
    await putRoom(owner, 'room');
    ses.templates.set('local_demo_invitation_fr', broken);
    const { due } = await dueMail(owner, 'room', { locale: 'fr' });
    const lines = captureLines();
    expect(await isDelivered(due)).toBe(true);
    expect(lines()).toContainEqual(expect.objectContaining({ TemplateUnusable: 1 }));
    const { Subject, Body } = ses.mails.at(-1).Content.Simple;
    expect(Subject.Data).toContain('vous invite');
    expect(Body.Html.Data).toMatch(/\/i#/);
    expect(Body.Text.Data).toMatch(/\/i#/);
    expect(await deliveryOf(due)).toMatchObject({ state: 'sent', templateProblem: 'template_invalid' });
    vi.unstubAllEnvs();
  });

  test('by SES’s own finding is not tried again', async () => {
    const { due } = await dueMail(owner, 'room');
    const { delivery } = await invitationOf(due);
    const { handler: recordDelivery } = await import('../../functions/record-delivery.ts');
    const tags = {
      site: ['demo'],
      room: [Buffer.from('room').toString('base64url')],
      invitation: [due.invitation],
      mail: [due.mail],
    };
    const body = JSON.stringify({ detail: { eventType: 'Rendering Failure', mail: { tags } } });
    await isDelivered(due);
    await recordDelivery({ Records: [{ ...messageOf(due), body }] });
    const again = await dueMailOf('room', { id: due.invitation });
    expect(again.mail).not.toBe(delivery.mail);
    expect(await isDelivered(due)).toBe(true);
    expect(await isDelivered(again)).toBe(true);
    expect(ses.mails).toHaveLength(2);
    expect(ses.mails.at(-1).Content.Simple).toBeDefined();
    expect(await deliveryOf(again)).toMatchObject({ state: 'sent', templateProblem: 'template_invalid' });
  });
});

test('without a session’s start there is no calendar entry', async () => {
  await isDelivered(await aMail());
  const { Attachments } = ses.mails.at(-1).Content.Template;
  expect(Attachments.map(({ ContentType }: { ContentType: string }) => ContentType)).toEqual(['image/png']);
});
