import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Answer, call, redeem } from '../support/api.ts';
import { Device } from '../support/device.ts';
import { personBody } from '../support/ground.ts';
import { type KalturaSite, startKalturaSite } from '../support/kaltura-site.ts';
import { silenceLogs } from '../support/quiet.ts';
import { startWithEmptyTable } from '../support/stack.ts';

/** docs/contract.md#2-callers, KS: a site that asks Kaltura about its callers. */

const parameters = { roomId: 'bio' };
let kaltura: KalturaSite;

beforeAll(async () => {
  silenceLogs();
  await startWithEmptyTable();
  kaltura = await startKalturaSite();
  const body = {
    title: 'Biology',
    ownerId: 'owner',
    coEditors: ['group:lecturers'],
    chatAndCollaboration: true,
  };
  const { status } = await call('putRoom', { parameters, body, headers: kaltura.as('owner', 'ADMIN') });
  expect(status).toBe(201);
});
afterEach(() => kaltura.faults.clear());
afterAll(() => kaltura.stop());

const generate = (headers: Record<string, string>, body: object = {}): Promise<Answer> =>
  call('generateInvitation', { parameters, body: { ...personBody(), ...body }, headers });
const asked = (action: string): number =>
  kaltura.requests.filter(({ service, action: name }) => `${service}.${name}`.toLowerCase() === action)
    .length;

test('names and groups of a person come from Kaltura', async () => {
  const { body } = await generate(kaltura.as('owner'));
  expect(body.invitation.createdBy).toEqual({ id: 'owner', name: 'Olivia Owner' });
  // A member of the group.
  expect((await generate(kaltura.as('ada'))).status).toBe(201);
  expect((await generate(kaltura.as('student'))).body).toMatchObject({ reason: 'not_a_room_manager' });
});

test('a session is asked about once a minute, also by many requests at once, and its text is in no URL', async () => {
  const headers = kaltura.as('owner');
  const before = [asked('user.get'), asked('groupuser.list')];
  await Promise.all(Array.from({ length: 10 }, () => generate(headers)));
  await generate(headers);
  expect([asked('user.get'), asked('groupuser.list')]).toEqual(before.map(count => count + 1));
  expect(kaltura.requests.filter(({ url }) => /ks=|djJ8/.test(url))).toEqual([]);
});

test('a session that Kaltura has ended, and one of a blocked user, are refused with 401', async () => {
  const headers = kaltura.as('editor');
  kaltura.directory.endedSessions.add(headers.authorization.slice(3));
  expect((await generate(headers)).body).toMatchObject({ code: 'unauthenticated' });
  expect((await generate(kaltura.as('blocked'))).body).toMatchObject({ code: 'unauthenticated' });
});

test('somebody signed in to Kaltura with the invited address enters without the lobby', async () => {
  const { body } = await generate(kaltura.as('owner'), { email: 'student@demo.test' });
  const ask = async (headers: Record<string, string>) =>
    redeem({ device: await Device.create(), link: body.link, headers });
  expect((await ask(kaltura.as('editor'))).body).toMatchObject({ state: 'lobby', known: false });
  expect((await ask(kaltura.as('student'))).body).toMatchObject({ state: 'open', known: true });
});

const FAULTS = [
  { kind: 'slow' },
  { kind: 'hang' },
  { kind: 'reset' },
  { kind: 'status' },
  { kind: 'html' },
  { kind: 'half' },
] as const;

test.each(
  FAULTS.flatMap(fault => ['user.get', 'groupuser.list'].map(action => [fault.kind, action, fault] as const)),
)('%s at %s: a manager is told 503 within 3 s, and let in when it is over', async (_, action, fault) => {
  const headers = kaltura.as('owner');
  kaltura.faults.set(fault, action);
  const startedAt = performance.now();
  const answer = await generate(headers);
  expect(answer.body).toMatchObject({ code: 'temporarily_unavailable' });
  expect(performance.now() - startedAt).toBeLessThan(3000);
  kaltura.faults.clear();
  expect((await generate(headers)).status).toBe(201);
});

test('a caller has no groups if Kaltura refuses to list them, and an error about the user is an outage', async () => {
  kaltura.faults.set({ kind: 'apiError', code: 'SERVICE_FORBIDDEN' }, 'groupuser.list');
  expect((await generate(kaltura.as('owner'))).status).toBe(201);
  expect((await generate(kaltura.as('ada'))).body).toMatchObject({ reason: 'not_a_room_manager' });
  kaltura.faults.clear();
  kaltura.faults.set({ kind: 'apiError', code: 'INTERNAL_SERVERL_ERROR' }, 'user.get');
  expect((await generate(kaltura.as('owner'))).body).toMatchObject({ code: 'temporarily_unavailable' });
});

test('an outage makes no invitee wait for more than the login: a typed address still enters', async () => {
  const { body } = await generate(kaltura.as('owner'), { email: 'student@demo.test' });
  kaltura.faults.set({ kind: 'hang' });
  const headers = kaltura.as('student');
  const device = await Device.create();
  const login = await redeem({ device, link: body.link, headers });
  expect(login.body).toMatchObject({ code: 'temporarily_unavailable' });
  const typed = await redeem({ device, link: body.link, email: 'student@demo.test', enter: true, headers });
  expect(typed.body).toMatchObject({ state: 'admitted' });
});

test('a site whose secret is missing still admits an invitee who types the address', async () => {
  const { body } = await generate(kaltura.as('owner'), { email: 'student@demo.test' });
  await kaltura.trust({ secretsRef: 'missing' }, { type: 'url', template: 'https://rooms.test/{roomId}' });
  const ask = { device: await Device.create(), link: body.link, headers: kaltura.as('student') };
  expect((await redeem(ask)).body).toMatchObject({ code: 'temporarily_unavailable' });
  expect((await redeem({ ...ask, email: 'student@demo.test', enter: true })).body.state).toBe('admitted');
  await kaltura.trust({});
});
