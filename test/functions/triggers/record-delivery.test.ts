import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test, vi } from 'vitest';
import { readInvitation } from '../../../functions/adapters/dynamodb/invitations.ts';
import { liftSuppression, suppressionOf } from '../../../functions/adapters/dynamodb/suppressions.ts';
import { tagsOf } from '../../../functions/adapters/mail-tags.ts';
import { type Handler, invoke, loadHandler } from '../../../local/gateway/lambda.ts';
import { DatabaseProxy } from '../../support/database-proxy.ts';
import { type Invited, invite, loginOwner, putRoom } from '../../support/ground.ts';
import { captureLines } from '../../support/log-lines.ts';
import { startWithEmptyTable } from '../../support/stack.ts';

const database = new DatabaseProxy(inject('dynamoDb'));
let owner: string;
let recordDelivery: Handler<SQSEvent, SQSBatchResponse>;

beforeAll(async () => {
  await startWithEmptyTable();
  owner = await loginOwner();
  await putRoom(owner, 'room');
  process.env.AWS_ENDPOINT_URL_DYNAMODB = await database.start();
  vi.resetModules();
  recordDelivery = await loadHandler('recordDelivery');
});

beforeEach(() => {
  database.mood = 'well';
});

afterEach(() => {
  vi.restoreAllMocks();
});

afterAll(() => database.stop());

const inviteByMail = () => invite(owner, 'room', { sendEmail: true });

async function invitationOf({ id }: Invited) {
  const { invitation } = await readInvitation({ site: 'demo', room: 'room', id });
  if (invitation === undefined) throw new Error('there is no such invitation');
  return invitation;
}

const deliveryOf = async (invited: Invited) => (await invitationOf(invited)).delivery;

/** An SES event as EventBridge puts it on the queue. */
async function eventFor(invited: Invited, eventType: string, details: object = {}): Promise<string> {
  const invitation = await invitationOf(invited);
  const tags = Object.entries(tagsOf(invitation, invitation.delivery.mail ?? '')).map(([name, value]) => [
    name,
    [value],
  ]);
  const detail = { eventType, mail: { messageId: 'a', tags: Object.fromEntries(tags) }, ...details };
  return JSON.stringify({ 'detail-type': `Email ${eventType}`, source: 'aws.ses', detail });
}

/** Invokes the function with a batch of messages; a message's id is its index in the batch. */
const isTold = (...bodies: string[]) =>
  invoke(recordDelivery, {
    Records: bodies.map((body, index) => ({ messageId: String(index), body }) as SQSRecord),
  });

test('each event of a batch is recorded on the invitation of its mail', async () => {
  const [bounced, delivered] = [await inviteByMail(), await inviteByMail()] as const;
  const bounce = { bounceType: 'Permanent', bounceSubType: 'General' };
  const asked = await deliveryOf(delivered);
  const events = [await eventFor(bounced, 'Bounce', { bounce }), await eventFor(delivered, 'Delivery')];
  expect(await isTold(...events)).toEqual({ batchItemFailures: [] });
  expect(await deliveryOf(bounced)).toMatchObject({ state: 'bounced', reason: 'Permanent General' });
  // The delivery still has the id of the request that asked for the mail.
  expect(await deliveryOf(delivered)).toEqual({ ...asked, state: 'delivered', at: expect.any(String) });
});

test('an event that arrives during an outage is retried, and recorded then', async () => {
  const invited = await inviteByMail();
  const event = await eventFor(invited, 'Delivery');
  database.mood = 'gone';
  expect(await isTold(event)).toEqual({ batchItemFailures: [{ itemIdentifier: '0' }] });
  expect(await deliveryOf(invited)).toMatchObject({ state: 'queued' });
  database.mood = 'well';
  expect(await isTold(event)).toEqual({ batchItemFailures: [] });
  expect(await deliveryOf(invited)).toMatchObject({ state: 'delivered' });
});

test('an event of another mail is ignored, and a message that is not JSON fails, without affecting the others', async () => {
  const invited = await inviteByMail();
  const foreign = JSON.stringify({ source: 'aws.ses', detail: { eventType: 'Bounce', mail: { tags: {} } } });
  const { batchItemFailures } = await isTold(foreign, 'no JSON', await eventFor(invited, 'Delivery'));
  expect(batchItemFailures).toEqual([{ itemIdentifier: '1' }]);
  expect(await deliveryOf(invited)).toMatchObject({ state: 'delivered' });
});

test('a malformed event of a Roompass mail fails, and the log names the mail', async () => {
  const invited = await inviteByMail();
  const { mail } = await deliveryOf(invited);
  const lines = captureLines();
  const unknown = await eventFor(invited, 'Bounce', { bounce: 'Permanent' });
  expect(await isTold(unknown)).toEqual({ batchItemFailures: [{ itemIdentifier: '0' }] });
  expect(lines()).toMatchObject([{ message: 'record failed', record: '0', site: 'demo', mail }]);
  expect(await deliveryOf(invited)).toMatchObject({ state: 'queued' });
});

const bounce = (bounceType: string) => ({ bounce: { bounceType, bounceSubType: 'General' } });

test.each([
  ['Bounce', bounce('Permanent'), 'bounced'],
  ['Complaint', { complaint: { complaintFeedbackType: 'abuse' } }, 'complained'],
  ['Complaint', { complaint: {} }, 'complained'],
  ['Bounce', bounce('Transient'), undefined],
  ['Bounce', bounce('Undetermined'), undefined],
  ['Complaint', { complaint: { complaintFeedbackType: 'not-spam' } }, undefined],
  ['Delivery', {}, undefined],
])(
  'after %s %j an address is suppressed as %s, at its site only, also if the event repeats',
  async (type, details, reason) => {
    const invited = await inviteByMail();
    const event = await eventFor(invited, type, details);
    await isTold(event, event);
    expect((await suppressionOf('demo', invited.email))?.reason).toBe(reason);
    expect(await suppressionOf('other', invited.email)).toBeUndefined();
  },
);

// The times are in the future: with past times, the TTL could delete the record that the address was lifted.
test('a lifted suppression stays lifted if events from before the lifting repeat or arrive late', async () => {
  const invited = await inviteByMail();
  const timed = (timestamp: string) => ({
    bounce: { timestamp, bounceType: 'Permanent', bounceSubType: 'General' },
  });
  const before = await eventFor(invited, 'Bounce', timed('2126-03-02T10:00:00.000Z'));
  await isTold(before);
  const suppressed = await suppressionOf('demo', invited.email);
  expect(suppressed).toMatchObject({ reason: 'bounced', at: '2126-03-02T10:00:00.000Z' });
  await liftSuppression('demo', suppressed?.id ?? '', '2126-03-02T11:00:00.000Z');
  await isTold(before);
  expect(await suppressionOf('demo', invited.email)).toBeUndefined();
  await isTold(await eventFor(invited, 'Bounce', timed('2126-03-02T12:00:00.000Z')));
  expect(await suppressionOf('demo', invited.email)).toMatchObject({
    reason: 'bounced',
    at: '2126-03-02T12:00:00.000Z',
  });
});

test.each([
  ['Bounce', {}, 'bounced', 'unknown'],
  ['Bounce', { bounce: {} }, 'bounced', 'unknown unknown'],
  [
    'Bounce',
    { bounce: { bounceType: 'Permanent', bounceSubType: 'x'.repeat(20_000) } },
    'bounced',
    `Permanent ${'x'.repeat(100)}`,
  ],
  ['DeliveryDelay', {}, 'delayed', 'unknown'],
  ['Complaint', {}, 'complained', 'unknown'],
  [
    'Complaint',
    { complaint: { complaintFeedbackType: null, timestamp: '2026-03-02' } },
    'complained',
    'unknown',
  ],
])('%s %j, in which SES omits or adds details, is recorded anyway', async (type, details, state, reason) => {
  const invited = await inviteByMail();
  await isTold(await eventFor(invited, type, details));
  expect(await deliveryOf(invited)).toMatchObject({ state, reason });
});

test('the report that a mail is not spam is no complaint', async () => {
  const invited = await inviteByMail();
  await isTold(
    await eventFor(invited, 'Delivery'),
    await eventFor(invited, 'Complaint', { complaint: { complaintFeedbackType: 'not-spam' } }),
  );
  expect(await deliveryOf(invited)).toMatchObject({ state: 'delivered' });
});

test('an address that complained about an older mail is suppressed too, and the newer mail keeps its state', async () => {
  const invited = await inviteByMail();
  const event = await eventFor(invited, 'Complaint', { complaint: {} });
  await invite(owner, 'room', { email: invited.email, sendEmail: true });
  await isTold(event);
  expect(await suppressionOf('demo', invited.email)).toMatchObject({ reason: 'complained' });
  expect(await deliveryOf(invited)).toMatchObject({ state: 'queued' });
});

test('events in 30 random orders, with repeats, leave the invitation in the state of the strongest', async () => {
  const strongestLast = ['Send', 'DeliveryDelay', 'Reject', 'Delivery', 'Bounce', 'Complaint'];
  const states = ['sent', 'delayed', 'failed', 'delivered', 'bounced', 'complained'];
  const details = { ...bounce('Transient'), complaint: {}, deliveryDelay: { delayType: 'MailboxFull' } };
  const order = fc.array(fc.constantFrom(...strongestLast), { minLength: 1, maxLength: 8 });
  for (const events of fc.sample(order, 30)) {
    const invited = await inviteByMail();
    for (const type of events) await isTold(await eventFor(invited, type, details));
    const strongest = Math.max(...events.map(type => strongestLast.indexOf(type)));
    expect((await deliveryOf(invited)).state, events.join()).toBe(states[strongest]);
  }
});
