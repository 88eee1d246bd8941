import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ADMIN_SECRET, PARTNER_ID } from '../../local/kaltura/directory.ts';
import { openKs, privilegeList, type Session } from '../../local/kaltura/ks.ts';
import { type Answer, call, login, redeem, session } from '../support/api.ts';
import { Device } from '../support/device.ts';
import { type Invited, personBody } from '../support/ground.ts';
import { type KalturaSite, startKalturaSite } from '../support/kaltura-site.ts';
import { silenceLogs } from '../support/quiet.ts';
import { changeSettings } from '../support/site.ts';
import { startWithEmptyTable } from '../support/stack.ts';

/** docs/contract.md#6-site-settings-and-trust: the launcher `kaltura-ks`. The stand-in opens the sessions. */

let kaltura: KalturaSite;
let token: string;
const parameters = { roomId: '1_lecture0' };

beforeAll(async () => {
  silenceLogs();
  await startWithEmptyTable();
  kaltura = await startKalturaSite({ rooms: 'registered' });
  token = await login({ site: 'other', sub: 'owner', scope: 'rooms:write site:admin' });
});
beforeEach(async () => {
  await kaltura.trust({ rooms: 'registered' });
  const body = { title: 'Biology', ownerId: 'owner', chatAndCollaboration: true };
  await call('putRoom', { parameters, body, token });
});
afterAll(() => kaltura.stop());

async function invite(more: object = {}): Promise<Invited & { answer: Answer }> {
  const answer = await call('generateInvitation', { parameters, token, body: { ...personBody(), ...more } });
  const { invitation, link } = answer.body;
  return { answer, email: invitation?.email, id: invitation?.id, link };
}

const enter = async ({ link, email }: Invited, device: Device, more: object = {}): Promise<Answer> =>
  redeem({ device, link, email, enter: true, ...more });

/** The session in a join URL, as the stand-in opens it. */
function sessionIn({ body }: Answer): Session {
  const [, ks = ''] = /\/ks\/(.+)$/.exec(body.joinUrl) ?? [];
  const opened = openKs(decodeURIComponent(ks), { [PARTNER_ID]: [ADMIN_SECRET] });
  if (opened === undefined) throw new Error(`no session opens: ${JSON.stringify(body)}`);
  return opened;
}

test.each([
  ['viewer', ['role:viewerRole', 'userContextualRole:3']],
  ['speaker', ['role:viewerRole', 'userContextualRole:3']],
  ['moderator', ['role:adminRole', 'userContextualRole:0', 'roomModerator:1', 'chatModerator:1']],
])('a %s gets a session with the rights of the role, and nothing else', async (role, rights) => {
  const invited = await invite({ role });
  const opened = sessionIn(await enter(invited, await Device.create()));
  expect(opened).toMatchObject({ type: 0, userId: `guest-${invited.id}` });
  expect(privilegeList(opened)).toEqual([
    `sessionid:${invited.id}-1`,
    'entryId:1_lecture0',
    ...rights,
    'firstName:Ada',
    'lastName:Byron',
  ]);
});

test('the room page of Kaltura lets the invitee in', async () => {
  const { body } = await enter(await invite(), await Device.create());
  const page = await fetch(body.joinUrl);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('data-state="in"');
});

test('an empty last name is left out', async () => {
  const opened = sessionIn(await enter(await invite({ lastName: '' }), await Device.create()));
  expect(privilegeList(opened).filter(privilege => privilege.startsWith('lastName'))).toEqual([]);
});

test('the session ends with the link, and within 24 hours', async () => {
  const soon = new Date(Date.now() + 600_000).toISOString();
  const short = sessionIn(await enter(await invite({ expiresAt: soon }), await Device.create()));
  expect(short.expiry).toBe(Math.floor(Date.parse(soon) / 1000));
  const late = new Date(Date.now() + 300 * 86_400_000).toISOString();
  const long = sessionIn(await enter(await invite({ expiresAt: late }), await Device.create()));
  const now = Date.now() / 1000;
  expect(long.expiry - now).toBeGreaterThan(86_090);
  expect(long.expiry - now).toBeLessThanOrEqual(86_100);
});

test('the session changes its id at a promotion, a nearer end and a new generation, and keeps it otherwise', async () => {
  const invited = await invite();
  const device = await Device.create();
  const first = await enter(invited, device);
  const idOf = (answer: Answer) => sessionIn(answer).privileges.get('sessionid');
  expect(idOf(first)).toBe(`${invited.id}-1`);
  expect(idOf(await session(device, first.body.ticket))).toBe(`${invited.id}-1`);
  const change = { parameters: { ...parameters, id: invited.id }, token };

  await call('changeInvitation', { ...change, body: { firstName: 'Augusta' } });
  await call('promoteInvitation', { ...change, body: { role: 'speaker' } });
  expect(idOf(await session(device, first.body.ticket))).toBe(`${invited.id}-1`);
  await call('promoteInvitation', { ...change, body: { role: 'moderator' } });
  expect(idOf(await session(device, first.body.ticket))).toBe(`${invited.id}-2`);
  const nearer = new Date(Date.now() + 3_600_000).toISOString();
  await call('changeInvitation', { ...change, body: { expiresAt: nearer } });
  expect(idOf(await session(device, first.body.ticket))).toBe(`${invited.id}-3`);
  const later = new Date(Date.now() + 7_200_000).toISOString();
  await call('changeInvitation', { ...change, body: { expiresAt: later } });
  expect(idOf(await session(device, first.body.ticket))).toBe(`${invited.id}-3`);
  await call('revokeInvitation', change);
  const again = await invite({ email: invited.email });
  expect(idOf(await enter(again, device))).toBe(`${invited.id}-5`);
});

test('three devices of one link are three users, so that Kaltura does not put the others out', async () => {
  await changeSettings(token, ({ inviteToMedia }) => {
    inviteToMedia.linkReusability = 3;
  });
  const invited = await invite();
  const devices = await Promise.all([1, 2, 3].map(() => Device.create()));
  const users = await Promise.all(
    devices.map(async device => sessionIn(await enter(invited, device)).userId),
  );
  expect(users).toEqual(devices.map(({ thumbprint }) => `guest-${invited.id}-${thumbprint.slice(0, 8)}`));
  await changeSettings(token, ({ inviteToMedia }) => {
    inviteToMedia.linkReusability = 1;
  });
});

test('only a person whom a site login proved enters as that user', async () => {
  const invited = await invite({ email: 'student@demo.test' });
  const device = await Device.create();
  const headers = kaltura.as('student');
  expect(sessionIn(await enter(invited, device, { headers })).userId).toBe('student');
});

test('the trust file may say what Kaltura is told of a role, and where the session goes', async () => {
  const roles = { speaker: { role: 'adminRole', userContextualRole: '0' } } as const;
  const template = `${kaltura.endpoint}/virtualEvent/launch?ks={ks}`;
  await kaltura.trust({}, { type: 'kaltura-ks', template, roomIs: 'eventId', roles });
  const { body } = await enter(await invite({ role: 'speaker' }), await Device.create());
  const page = await (await fetch(body.joinUrl)).text();
  expect(page).toContain('data-state="in"');
  expect(page).toContain('adminRole');
});

test('a room whose id cannot be in a session opens only with a join URL', async () => {
  const path = { parameters: { roomId: 'a:b' }, token };
  const body = { title: 'Biology', ownerId: 'owner', chatAndCollaboration: true };
  await call('putRoom', { ...path, body });
  const { body: made } = await call('generateInvitation', { ...path, body: personBody() });
  const invited = { email: made.invitation.email, id: made.invitation.id, link: made.link };
  const device = await Device.create();
  expect((await enter(invited, device)).body).toMatchObject({ code: 'internal_error' });
  await call('putRoom', { ...path, body: { ...body, joinUrl: 'https://rooms.example.edu/a' } });
  expect((await enter(invited, device)).body.joinUrl).toBe('https://rooms.example.edu/a');
});

const HOSTILE = [
  ',',
  ':',
  '/',
  '|',
  '&',
  '*',
  '=',
  '%2c',
  '%00',
  '\n',
  '，',
  '：',
  'ａ',
  '\u0301',
  '·',
  '’',
  '. ',
];

test('200 hostile names are refused, or the session in the join URL grants what was intended', async () => {
  const outcomes = { refused: 0, entered: 0 };
  for (let count = 0; count < 200; count += 1) {
    const hostile = HOSTILE[count % HOSTILE.length] ?? '';
    const firstName = `Ada${hostile}${count % 2 === 0 ? 'edit' : ''}${HOSTILE[(count * 7) % HOSTILE.length]}x`;
    const invited = await invite({ firstName, lastName: 'Byron' });
    if (invited.answer.status === 400) {
      outcomes.refused += 1;
      continue;
    }
    outcomes.entered += 1;
    const opened = sessionIn(await enter(invited, await Device.create()));
    const stored = invited.answer.body.invitation.firstName;
    expect(privilegeList(opened).slice(-2)).toEqual([`firstName:${stored}`, 'lastName:Byron']);
    expect(privilegeList(opened)).toHaveLength(6);
  }
  expect(outcomes.refused).toBeGreaterThan(50);
  expect(outcomes.entered).toBeGreaterThan(20);
});
