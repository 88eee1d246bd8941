import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, call, redeem, session } from '../support/api.ts';
import { Device } from '../support/device.ts';
import { personBody, putRoom } from '../support/ground.ts';
import { type Claims, Issuer } from '../support/issuer.ts';
import { changeSettings, putSiteOf } from '../support/site.ts';
import { startWithEmptyTable } from '../support/stack.ts';

/**
 * docs/contract.md#2-callers, Claims: a site with several issuers, whose prefixes separate the ids of people and groups.
 */

let staff: Issuer;
let guests: Issuer;
let administrator: string;
const parameters = { roomId: 'bio' };

beforeAll(async () => {
  await startWithEmptyTable();
  [staff, guests] = await Promise.all([Issuer.start(), Issuer.start()]);
  staff.trust = { userIdPrefix: 'Staff:' };
  guests.trust = { userIdPrefix: 'guests:', emailIsTrusted: false };
  await putSiteOf('lab', staff, guests);
  administrator = await staff.token({ sub: 'admin', scope: 'rooms:write site:admin' });
  await putRoom(administrator, 'bio', { ownerId: 'staff:owner', coEditors: ['group:guests:tutors'] });
});
afterAll(() => Promise.all([staff.stop(), guests.stop()]));

const generate = async (issuer: Issuer, claims: Claims = {}, headers = {}): Promise<Answer> =>
  call('generateInvitation', {
    parameters,
    body: personBody(),
    token: await issuer.token(claims),
    headers,
  });

test('the same user id at the other issuer is not the owner', async () => {
  expect((await generate(staff)).status).toBe(201);
  expect((await generate(guests)).body).toMatchObject({ code: 'not_allowed_to_invite' });
  expect((await generate(guests, { sub: 'staff:owner' })).body).toMatchObject({
    code: 'not_allowed_to_invite',
  });
});

test('the same group id at the other issuer is another group', async () => {
  const member = { sub: 'ada', groups: ['tutors'] };
  expect((await generate(guests, member)).status).toBe(201);
  expect((await generate(staff, member)).status).toBe(403);
  expect((await generate(staff, { sub: 'ada', groups: ['guests:tutors'] })).status).toBe(403);
});

test('the inviter’s id is stored with the prefix', async () => {
  expect((await generate(staff)).body.invitation.createdBy.id).toBe('Staff:owner');
});

test('allowed users and groups have the prefix in the settings', async () => {
  const allow = (users: string[], groups: string[]) =>
    changeSettings(administrator, ({ inviteToMedia: { allowedUsers } }) => {
      Object.assign(allowedUsers, { minimumRole: null, users, groups });
    });
  await allow(['owner'], ['tutors']);
  expect((await generate(staff)).status).toBe(403);
  expect((await generate(guests, { groups: ['tutors'] })).status).toBe(403);
  await allow(['STAFF:owner'], ['guests:tutors']);
  expect((await generate(staff)).status).toBe(201);
  expect((await generate(guests, { groups: ['tutors'] })).status).toBe(201);
  await changeSettings(administrator, ({ inviteToMedia: { allowedUsers } }) => {
    Object.assign(allowedUsers, { minimumRole: 'privateOnlyRole', users: [], groups: [] });
  });
});

test('an Idempotency-Key is not shared with the same user id at the other issuer', async () => {
  const member = { sub: 'twin', groups: ['tutors'] };
  await putRoom(administrator, 'bio', { ownerId: 'staff:owner', coOwners: ['staff:twin', 'guests:twin'] });
  const key = { 'idempotency-key': 'k1' };
  expect((await generate(staff, member, key)).status).toBe(201);
  expect((await generate(guests, member, key)).status).toBe(201);
  await putRoom(administrator, 'bio', { ownerId: 'staff:owner', coEditors: ['group:guests:tutors'] });
});

test('the launcher and the ticket get the user id without the prefix', async () => {
  const { body } = await generate(staff);
  const { email } = body.invitation;
  const device = await Device.create();
  const token = await staff.token({ sub: 'Ada', email });
  const entered = await redeem({ device, link: body.link, token, enter: true });
  const launched = ({ body: { joinUrl } }: Answer) =>
    decodeJwt(new URL(joinUrl).searchParams.get('t') ?? '').sub;
  expect(decodeJwt(entered.body.ticket)).toMatchObject({ user_id: 'Ada', email_verified: true });
  expect(launched(entered)).toBe('Ada');
  const later = await session(device, entered.body.ticket);
  expect(decodeJwt(later.body.ticket)).toMatchObject({ user_id: 'Ada', email_verified: true });
  expect(launched(later)).toBe('Ada');
});

test('an e-mail claim that the site does not trust makes no invitee known, and gets no test mail', async () => {
  const { body } = await generate(staff);
  const { email } = body.invitation;
  const token = await guests.token({ sub: 'eve', email, email_verified: true });
  const visit = await redeem({ device: await Device.create(), link: body.link, token, enter: true });
  expect(visit.body).toMatchObject({ state: 'lobby', known: false });
  const test = await call('testEmailTemplate', {
    parameters: { name: 'invitation', locale: 'en' },
    token: await guests.token({ email: 'eve@example.edu', scope: 'site:admin' }),
    body: {},
  });
  expect(test).toMatchObject({ status: 400, body: { errors: [{ path: 'Authorization' }] } });
});
