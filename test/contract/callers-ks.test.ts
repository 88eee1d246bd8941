import { randomBytes } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import type { TrustedKaltura } from '../../domain/kaltura-trust.ts';
import { putSite } from '../../functions/adapters/dynamodb/put-site.ts';
import { sealQuery } from '../../functions/adapters/kaltura/ks.ts';
import { ADMIN_SECRET } from '../../local/kaltura/directory.ts';
import { localSites } from '../../local/sites.ts';
import { type Answer, call, redeem } from '../support/api.ts';
import { Device } from '../support/device.ts';
import { personBody } from '../support/ground.ts';
import { type Fields, ksOf, storeAdminSecrets } from '../support/ks.ts';
import { silenceLogs } from '../support/quiet.ts';
import { origin, startWithEmptyTable } from '../support/stack.ts';

/** docs/contract.md#2-callers, KS: which Kaltura sessions are logins, at a site that does not ask Kaltura about callers. */

const SECOND_SECRET = 'fedcba9876543210fedcba9876543210';
const parameters = { roomId: 'bio' };

beforeAll(async () => {
  silenceLogs();
  await startWithEmptyTable();
  await storeAdminSecrets('school', ADMIN_SECRET, SECOND_SECRET);
  await putSchool();
  const body = { title: 'Biology', ownerId: 'ks:owner', chatAndCollaboration: true };
  const backend = ksOf({ user: 'backend', type: 2, privileges: { disableentitlement: '' } });
  const { status } = await call('putRoom', { parameters, body, headers: { authorization: `KS ${backend}` } });
  expect(status).toBe(201);
});

async function putSchool(more: Partial<TrustedKaltura> = {}): Promise<void> {
  const [demo] = localSites(origin);
  if (demo === undefined) throw new Error('there are no local sites');
  const kaltura: TrustedKaltura = {
    partnerId: 4711,
    secretsRef: 'school',
    endpoint: 'http://localhost:1',
    userIdPrefix: 'ks:',
    callersFrom: 'session',
    rooms: 'registered',
    chatAndCollaboration: true,
    ...more,
  };
  await putSite({ ...demo.trust, siteId: 'school', issuers: [], kaltura }, demo.settings);
}

const options = (ks: string): Promise<Answer> =>
  call('getInviteOptions', { parameters, headers: { authorization: `KS ${ks}` } });
const generate = (ks: string, body: object = {}): Promise<Answer> =>
  call('generateInvitation', {
    parameters,
    body: { ...personBody(), ...body },
    headers: { authorization: `KS ${ks}` },
  });

test('a session of the owner may invite, and the inviter’s id has the site’s prefix', async () => {
  expect((await options(ksOf())).body).toMatchObject({ canInvite: true });
  const { status, body } = await generate(ksOf());
  expect(status).toBe(201);
  expect(body.invitation.createdBy).toEqual({ id: 'ks:owner', name: 'Example University' });
});

test('a session of somebody else may not', async () => {
  expect((await generate(ksOf({ user: 'student' }))).body).toMatchObject({ reason: 'not_a_room_manager' });
});

test('a session with the site’s second secret is a login too', async () => {
  expect((await options(ksOf({ secret: SECOND_SECRET }))).status).toBe(200);
});

test('an ADMIN session is the backend and the administrator, a USER session is neither', async () => {
  const settings = (ks: string) => call('getSettings', { headers: { authorization: `ks ${ks}` } });
  expect((await settings(ksOf({ type: 2 }))).status).toBe(200);
  expect((await settings(ksOf())).status).toBe(403);
});

const HARMLESS = {
  sview: '*',
  list: '*',
  edit: '*',
  enableentitlement: '',
  disableentitlement: '',
  privacycontext: 'mediaspace',
  appid: 'kms',
  sessionid: 'abc',
  sessionkey: 'abc',
  restrictexplicitliveview: '*',
  actionslimit: '-1',
};

test.each(Object.entries(HARMLESS))('a session with the privilege %s is a login', async (name, value) => {
  expect((await options(ksOf({ privileges: { [name]: value } }))).status).toBe(200);
});

const refused: Record<string, string> = {
  'of the widget user': ksOf({ user: '0', privileges: { view: '*', widget: '1' } }),
  'with the privilege widget': ksOf({ privileges: { widget: '1' } }),
  'without a user': ksOf({ user: '' }),
  'of a user whose id Roompass does not accept': ksOf({ user: 'a,b' }),
  'of a guest': ksOf({ user: 'guest-abc' }),
  'of a guest in other case': ksOf({ user: 'Guest-abc' }),
  'for entering a room by entry': ksOf({ privileges: { entryId: '1_abcdefgh', role: 'viewerRole' } }),
  'for entering a room by event': ksOf({ privileges: { eventId: '1' } }),
  'for entering a room by resource': ksOf({ privileges: { resourceId: '1' } }),
  'with a contextual role': ksOf({ privileges: { userContextualRole: '0' } }),
  'with the flag roomModerator': ksOf({ privileges: { roomModerator: '1' } }),
  'with setrole': ksOf({ privileges: { setrole: 'PLAYBACK_BASE_ROLE' } }),
  'with restrictingrole': ksOf({ privileges: { restrictingrole: 'x' } }),
  'with limitentry': ksOf({ privileges: { limitentry: '1_abcdefgh' } }),
  'with iprestrict': ksOf({ privileges: { iprestrict: '10.0.0.1' } }),
  'with urirestrict': ksOf({ privileges: { urirestrict: '/x' } }),
  'of an app token of a user': ksOf({ privileges: { apptoken: '1_abcdefgh' } }),
  'with a limit of actions': ksOf({ privileges: { actionslimit: '5' } }),
  'with every right, of a user': ksOf({ privileges: { all: '*' } }),
  'with an unknown privilege': ksOf({ privileges: { custom: 'x' } }),
  'of a time one second ago': ksOf({ expiresIn: -1 }),
  'of this second': ksOf({ expiresIn: 0 }),
  'of another partner': ksOf({ partnerId: 4712 }),
  'of a partner of another site': ksOf({ partnerId: 1234567, secret: SECOND_SECRET }),
  'with another secret': ksOf({ secret: 'a user secret' }),
  'of type 1': ksOf({ type: 1 }),
  'of version 1': Buffer.from(`${'0'.repeat(40)}|4711;4711;1900000000;0;0;owner;*`).toString('base64'),
  'with a doubled type': sealQuery(`_t=2&_e=1900000000&_t=0&_u=owner`, {
    partnerId: 4711,
    secret: ADMIN_SECRET,
    random: randomBytes(16),
  }),
  'that is cut': ksOf().slice(0, -24),
  'without its padding': withoutPadding(),
  'that is empty': '',
  'with a second word': `${ksOf()} x`,
};

/** A session whose text ends in padding. */
function withoutPadding(): string {
  for (let length = 1; ; length += 1) {
    const ks = ksOf({ privileges: { appid: 'x'.repeat(length) } });
    if (ks.endsWith('=')) return ks.replace(/=+$/, '');
  }
}

const UNIFORM = {
  type: `${origin}/problems/unauthenticated`,
  code: 'unauthenticated',
  status: 401,
};

test.each(Object.entries(refused))('a session %s is refused with the same 401', async (_, ks) => {
  const { requestId: _id, ...expected } = (await options('garbage')).body;
  expect(expected).toMatchObject(UNIFORM);
  for (const answer of [await options(ks), await generate(ks)]) {
    const { requestId, ...body } = answer.body;
    expect(body).toEqual(expected);
  }
});

test.each(Object.entries(refused))('redeem ignores a session %s', async (_, ks) => {
  const { body } = await generate(ksOf());
  const ask = async (headers: Record<string, string>) =>
    redeem({ device: await Device.create(), link: body.link, headers });
  const { now: _now, ...without } = (await ask({})).body;
  const { now, ...answer } = (await ask({ authorization: `KS ${ks}` })).body;
  expect(answer).toEqual(without);
  expect(answer).toMatchObject({ state: 'lobby', known: false });
});

test('a privilege that the trust file names is accepted, unless it restricts the session', async () => {
  await putSchool({ alsoAccept: ['custom', 'widget'] });
  const ask = (privileges: Fields['privileges'] = {}) => options(ksOf({ privileges }));
  expect((await ask({ custom: 'x' })).status).toBe(200);
  expect((await ask({ widget: '1' })).status).toBe(401);
});

test('the user id of a session is never a proved e-mail address', async () => {
  const email = 'ada@example.edu';
  const { body } = await generate(ksOf(), { email });
  const answer = await redeem({
    device: await Device.create(),
    link: body.link,
    headers: { authorization: `KS ${ksOf({ user: email })}` },
  });
  expect(answer.body).toMatchObject({ state: 'lobby', known: false });
});
