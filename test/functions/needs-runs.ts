import { randomUUID } from 'node:crypto';
import type {
  DynamoDBBatchResponse,
  DynamoDBRecord,
  SQSBatchResponse,
  SQSEvent,
  SQSRecord,
} from 'aws-lambda';
import { expect, vi } from 'vitest';
import { tagsOf } from '../../functions/adapters/mail-tags.ts';
import { createTemplate } from '../../functions/adapters/ses-templates.ts';
import { unsubscribeToken } from '../../functions/adapters/unsubscribe-tokens.ts';
import type { RouteName } from '../../functions/contract/routes.ts';
import { handler as seedTemplates } from '../../functions/deploy/seed-templates.ts';
import { invoke, loadHandler } from '../../local/gateway/lambda.ts';
import { ENTRIES } from '../../local/kaltura/seed-entries.ts';
import { type Answer, type Call, call, login, tokenOf } from '../support/api.ts';
import { deploy } from '../support/custom-resource.ts';
import { Device } from '../support/device.ts';
import { deliver, dueMailOf, invitationOf } from '../support/due-mail.ts';
import { FIRST } from '../support/first-template.ts';
import { formToken, launchByForm } from '../support/kaf.ts';
import { startKalturaSite } from '../support/kaltura-site.ts';
import { ksOf } from '../support/ks.ts';
import { origin } from '../support/stack.ts';
import { changesOf } from '../support/stream.ts';
import { as, CACHED_MILLIS } from './needs-watch.ts';

/** Runs every route, trigger and custom resource with everything that it needs. */

const LOGIN_SECONDS = 6 * 3600;
const ROOM = { roomId: 'bio-101' };
const PERSON = { email: 'ada@example.edu', firstName: 'Ada', lastName: 'Byron', role: 'speaker' };

/** A Kaltura session of a partner that no site has: the function has to look the partner up. */
const OF_NO_SITE = { authorization: `KS ${ksOf({ partnerId: 1 })}` };

/**
 * Calls a route twice, first with credentials of no site from another page's origin: so the function has to look up
 * that origin.
 */
async function run(name: RouteName, options: Call = {}): Promise<Answer> {
  const { parameters = {} } = options;
  await as(name, () =>
    call(name, { parameters, headers: { ...OF_NO_SITE, origin: 'https://elsewhere.example' } }),
  );
  const answer = await as(name, () => call(name, options));
  expect([name, answer.status < 400 ? 'done' : answer.body]).toEqual([name, 'done']);
  return answer;
}

/** The time at which {@link run} makes the second call: a proof is valid for one minute only. */
const inTheCall = () => new Date(Date.now() + 2 * CACHED_MILLIS);

export async function callRoutes(streamArn: string): Promise<void> {
  const token = await login({ sub: 'owner', scope: 'rooms:write site:admin', expiresIn: LOGIN_SECONDS });
  const signedIn = (name: RouteName, options: Call = {}) => run(name, { token, ...options });
  const room = { title: 'Biology', ownerId: 'owner', chatAndCollaboration: true };
  await signedIn('putRoom', { parameters: ROOM, body: room });
  await signedIn('getRoom', { parameters: ROOM });
  await signedIn('getInviteOptions', { parameters: ROOM });
  await callPeople(signedIn);

  const headers = { 'idempotency-key': 'k' };
  const body = { ...PERSON, sendEmail: true };
  await signedIn('generateInvitations', { parameters: ROOM, headers, body: { invitations: [PERSON] } });
  await signedIn('generateInvitations', { parameters: ROOM, body: { invitations: [PERSON] } });
  await signedIn('generateInvitation', { parameters: ROOM, headers, body });
  const { link, invitation } = (await signedIn('generateInvitation', { parameters: ROOM, body })).body;
  const parameters = { ...ROOM, id: invitation.id };
  await runTriggers(streamArn, invitation.id);
  await signedIn('listInvitations', { parameters: ROOM });
  await signedIn('listInvitations', { parameters: ROOM, query: { email: PERSON.email } });
  await signedIn('getInvitation', { parameters });
  await signedIn('getInvitationLink', { parameters });
  await signedIn('changeInvitation', { parameters, body: { firstName: 'Augusta' } });
  await signedIn('promoteInvitation', { parameters, body: { role: 'viewer' } });
  await signedIn('getInvitationHistory', { parameters });
  await run('requestLink', { body: { token: tokenOf(link) } });
  await visit(link, token);
  await launchByForm();
  await run('getLaunchForm', { body: { token: await formToken(inTheCall()) } });
  await signedIn('resendInvitation', { parameters });
  await signedIn('revokeInvitation', { parameters });
  await callAdministration(signedIn);
  await run('getHealth');
  await run('getOpenapi');
  await run('getTicketKeys');
  await run('getProblem', { parameters: { code: 'forbidden' } });
  await as('fallback', () => call('fallback', { headers: { origin: 'https://demo.example.edu' } }));
  await signedIn('deleteRoom', { parameters: ROOM });
  await callAtKaltura();
}

/** Each call finds that the room was read more than a minute ago, so it reads and stores the room again. */
async function callAtKaltura(): Promise<void> {
  const kaltura = await startKalturaSite();
  const atKaltura = async (name: RouteName, { parameters = {}, ...rest }: Call = {}) =>
    run(name, { parameters: { roomId: ENTRIES.open, ...parameters }, headers: kaltura.as('owner'), ...rest });
  await atKaltura('getRoom');
  await atKaltura('getInviteOptions');
  await atKaltura('findPeople', { query: { q: 'ada' } });
  await atKaltura('generateInvitations', { body: { invitations: [PERSON] } });
  const { id } = (await atKaltura('generateInvitation', { body: PERSON })).body.invitation;
  await atKaltura('listInvitations');
  for (const name of ['getInvitation', 'getInvitationLink', 'getInvitationHistory'] as const)
    await atKaltura(name, { parameters: { id } });
  await atKaltura('promoteInvitation', { parameters: { id }, body: { role: 'viewer' } });
  const body = JSON.stringify({ site: 'other', room: ENTRIES.open });
  const refreshRoom = await loadHandler<SQSEvent, SQSBatchResponse>('refreshRoom');
  vi.setSystemTime(Date.now() + 2 * CACHED_MILLIS);
  const Records = [{ messageId: '1', body } as SQSRecord];
  const { batchItemFailures } = await as('refreshRoom', () => invoke(refreshRoom, { Records }));
  expect(batchItemFailures).toEqual([]);
  await kaltura.stop();
}

type SignedIn = (name: RouteName, options?: Call) => Promise<Answer>;

async function callPeople(signedIn: SignedIn): Promise<void> {
  const ada = { id: 'ada', email: 'ada@example.edu', firstName: 'Ada', lastName: 'Byron' };
  await signedIn('putPeople', { body: { people: [ada] } });
  await signedIn('putPeople', { body: { people: [{ ...ada, firstName: 'Augusta' }] } });
  await signedIn('findPeople', { parameters: ROOM, query: { q: 'byr' } });
  await signedIn('deletePerson', { parameters: { id: 'ada' } });
}

async function visit(link: string, login: string): Promise<void> {
  const device = await Device.create();
  const redeem = async (body: object, token?: string) => {
    const dpop = await device.proof(`${origin}/v1/redeem`, { now: inTheCall() });
    return run('redeemInvitation', {
      headers: { dpop },
      body: { token: tokenOf(link), ...body },
      ...(token && { token }),
    });
  };
  await redeem({ email: PERSON.email }, login);
  const { ticket } = (await redeem({ email: PERSON.email, enter: true })).body;
  const dpop = await device.proof(`${origin}/v1/session`, { ticket, now: inTheCall() });
  await run('getSession', { headers: { dpop, authorization: `DPoP ${ticket}` } });
}

async function callAdministration(signedIn: SignedIn): Promise<void> {
  const { headers, body } = await signedIn('getSettings');
  await signedIn('putSettings', { body, headers: { 'if-match': headers.etag ?? '' } });
  const parameters = { name: `t-${randomUUID().slice(0, 8)}`, locale: 'en' };
  const content = { subject: 'Hi', html: '{{link}}', text: '{{link}}' };
  await signedIn('listEmailTemplates');
  await signedIn('putEmailTemplate', { parameters, body: content });
  await signedIn('getEmailTemplate', { parameters });
  await signedIn('previewEmailTemplate', { parameters, body: {} });
  await signedIn('testEmailTemplate', { parameters, body: {} });
  await signedIn('deleteEmailTemplate', { parameters, headers: { 'if-match': '*' } });
  const token = await unsubscribeToken({ site: 'demo', email: PERSON.email, locale: 'en' });
  await run('getUnsubscribePage', { query: { token } });
  await run('unsubscribe', { query: { token } });
  await signedIn('listSuppressedAddresses');
  const found = await signedIn('listSuppressedAddresses', { query: { email: PERSON.email } });
  await signedIn('liftSuppression', { parameters: { id: found.body.items[0].id } });
}

/** Runs the triggers on the stream's records so far, the queued mail, an SES event about it, and ended sessions. */
async function runTriggers(streamArn: string, id: string): Promise<void> {
  const Records = await changesOf(streamArn);
  const follow = await loadHandler<{ Records: DynamoDBRecord[] }, DynamoDBBatchResponse>('recordChanges');
  const followed = await as('recordChanges', () => invoke(follow, { Records }));
  expect(followed.batchItemFailures).toEqual([]);

  const due = await dueMailOf(ROOM.roomId, { id });
  const mailer = await loadHandler<SQSEvent, SQSBatchResponse>('deliverEmail');
  expect(await as('deliverEmail', () => deliver(mailer, due))).toBe(true);

  const tags = Object.entries(tagsOf(await invitationOf(due), due.mail)).map(([name, value]) => [
    name,
    [value],
  ]);
  const bounce = { bounceType: 'Permanent', bounceSubType: 'General' };
  const detail = { eventType: 'Bounce', mail: { messageId: 'a', tags: Object.fromEntries(tags) }, bounce };
  const event = { messageId: '1', body: JSON.stringify({ detail }) } as SQSRecord;
  const note = await loadHandler<SQSEvent, SQSBatchResponse>('recordDelivery');
  const noted = await as('recordDelivery', () => invoke(note, { Records: [event] }));
  expect(noted.batchItemFailures).toEqual([]);

  const ended = { site: 'demo', room: ROOM.roomId, at: new Date().toISOString() };
  const messages = [
    { ...ended, kind: 'invitation', invitation: id, epoch: 0 },
    { ...ended, kind: 'room', generation: 1 },
  ].map((message, index) => ({ messageId: String(index), body: JSON.stringify(message) }) as SQSRecord);
  const endSessions = await loadHandler<SQSEvent, SQSBatchResponse>('endSessions');
  const done = await as('endSessions', () => invoke(endSessions, { Records: messages }));
  expect(done.batchItemFailures).toEqual([]);
}

/** Runs the custom resources on a stage whose templates are those of an earlier release. */
export async function runProvisioners(): Promise<void> {
  const stage = process.env.STAGE;
  process.env.STAGE = 'needs';
  const { Subject: subject, Html: html, Text: text } = FIRST;
  await createTemplate('needs_demo_invitation_en', { subject, html, text });
  const told = await as('seedTemplates', () => deploy(seedTemplates, { millisLeft: 900_000 }));
  expect(told).toMatchObject([{ Status: 'SUCCESS' }]);
  process.env.STAGE = stage;
}
