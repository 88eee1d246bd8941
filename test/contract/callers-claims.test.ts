import { afterAll, beforeAll, expect, test } from 'vitest';
import { call } from '../support/api.ts';
import { personBody, putRoom } from '../support/ground.ts';
import { type Claims, Issuer } from '../support/issuer.ts';
import { changeSettings, putSiteOf } from '../support/site.ts';
import { startWithEmptyTable } from '../support/stack.ts';

/** Contract section 2: the claims of a login, scopes, the application role, who may invite. */

let issuer: Issuer;
let administrator: string;
const parameters = { roomId: 'bio' };

beforeAll(async () => {
  await startWithEmptyTable();
  issuer = await Issuer.start();
  await putSiteOf('lab', issuer);
  administrator = await issuer.token({ sub: 'admin', scope: 'openid rooms:write site:admin' });
  await putRoom(administrator, 'bio', { ownerId: 'Owner', coEditors: ['group:staff'] });
});
afterAll(() => issuer.stop());

const options = async (claims: Claims) =>
  (await call('getInviteOptions', { parameters, token: await issuer.token(claims) })).body;
const generate = async (claims: Claims) =>
  call('generateInvitation', { parameters, body: personBody(), token: await issuer.token(claims) });

test('Callers: `sub` is the user id, compared without case; names come from `given_name` and `family_name`', async () => {
  const names = { given_name: 'Olivia', family_name: 'Owner' };
  const { body } = await generate({ sub: 'OWNER', ...names });
  expect(body.invitation.createdBy).toEqual({ id: 'OWNER', name: 'Olivia Owner' });
});

test('Callers: a login without names, e-mail, groups, scope or role is a login all the same', async () => {
  const { body } = await generate({ sub: 'owner' });
  expect(body.invitation.createdBy).toEqual({ id: 'owner', name: 'owner' });
});

test('Callers: what is no character in a name is none where it is kept, and harms nothing', async () => {
  const { status, body } = await generate({ sub: 'owner', given_name: 'A\ud83d', family_name: 'B' });
  expect(status).toBe(201);
  expect(body.invitation.createdBy).toEqual({ id: 'owner', name: 'A\ufffd B' });
});

test('Callers: claims of another form count as missing', async () => {
  const odd = { given_name: 7, family_name: {}, email: [], groups: 'staff', scope: ['rooms:write'] };
  expect((await generate({ sub: 'owner', ...odd })).status).toBe(201);
  expect(await options({ sub: 'ada', ...odd })).toMatchObject({ reason: 'not_a_room_manager' });
  const token = await issuer.token(odd);
  const body = { title: 'x', ownerId: 'x', chatAndCollaboration: true };
  expect((await call('putRoom', { parameters, body, token })).status).toBe(403);
});

test.each([[undefined], [''], [7], ['a b'], ['a#b'], ['..'], ['x'.repeat(129)]])(
  'Callers: a login whose user id is %j is refused',
  async sub => {
    const token = await issuer.token({ sub: sub as string });
    expect((await call('getInviteOptions', { parameters, token })).status).toBe(401);
  },
);

test('Callers: another claim may be configured for the user id', async () => {
  const other = await Issuer.start();
  Object.assign(other, { userIdClaim: 'preferred_username' });
  await putSiteOf('by-name', other);
  const token = await other.token({ sub: 'u-1', preferred_username: 'owner', scope: 'rooms:write' });
  await putRoom(token, 'bio');
  expect((await call('getInviteOptions', { parameters, token })).body.canInvite).toBe(true);
  const withoutClaim = await other.token({ sub: 'owner' });
  expect((await call('getInviteOptions', { parameters, token: withoutClaim })).status).toBe(401);
  await other.stop();
});

test('Callers: a manager through a group is one by the login’s groups', async () => {
  expect(await options({ sub: 'ada', groups: ['staff'] })).toMatchObject({ canInvite: true });
  expect(await options({ sub: 'ada', groups: ['students'] })).toMatchObject({ reason: 'not_a_room_manager' });
  expect(await options({ sub: 'group:staff' })).toMatchObject({ reason: 'not_a_room_manager' });
});

test.each([
  ['rooms:write', 200, 403],
  ['site:admin', 403, 200],
  ['openid rooms:write site:admin', 200, 200],
  ['rooms:writes site:administrator', 403, 403],
  ['ROOMS:WRITE', 403, 403],
  ['', 403, 403],
])('Callers: scope "%s" may register a room: %i, read the settings: %i', async (...row) => {
  const [scope, putStatus, settingsStatus] = row;
  const token = await issuer.token({ sub: 'backend', scope });
  const body = { title: 'x', ownerId: 'x', chatAndCollaboration: true };
  const put = await call('putRoom', { parameters: { roomId: 'scoped' }, body, token: administrator });
  expect([200, 201]).toContain(put.status);
  expect((await call('putRoom', { parameters: { roomId: 'scoped' }, body, token })).status).toBe(putStatus);
  expect((await call('getSettings', { token })).status).toBe(settingsStatus);
});

test('Callers: site_role is a ladder, and missing means privateOnlyRole', async () => {
  const ladder = ['viewerRole', 'privateOnlyRole', 'adminRole', 'unmoderatedAdminRole'] as const;
  for (const [minimum, minimumRole] of ladder.entries()) {
    await changeSettings(administrator, ({ inviteToMedia: { allowedUsers } }) => {
      allowedUsers.minimumRole = minimumRole;
    });
    for (const [height, site_role] of ladder.entries())
      expect((await options({ site_role })).canInvite, `${site_role} for ${minimumRole}`).toBe(
        height >= minimum,
      );
    expect((await options({})).canInvite, `none for ${minimumRole}`).toBe(minimum <= 1);
  }
  await changeSettings(administrator, ({ inviteToMedia: { allowedUsers } }) => {
    Object.assign(allowedUsers, { minimumRole: null, users: ['ADA'], groups: ['staff'] });
  });
  expect(await options({ site_role: 'unmoderatedAdminRole' })).toMatchObject({
    reason: 'not_an_allowed_user',
  });
  expect(await options({ sub: 'bob', groups: ['staff'] })).toMatchObject({ canInvite: true });
  await putRoom(administrator, 'bio', { ownerId: 'Owner', coOwners: ['ada'], coEditors: ['group:staff'] });
  expect(await options({ sub: 'ada', site_role: 'viewerRole' })).toMatchObject({ canInvite: true });
  await changeSettings(administrator, ({ inviteToMedia: { allowedUsers } }) => {
    Object.assign(allowedUsers, { minimumRole: 'privateOnlyRole', users: [], groups: [] });
  });
});

test('Callers: the first rule that fails is the reason for which nobody may invite', async () => {
  const stranger = { sub: 'stranger', site_role: 'viewerRole' };
  const reason = async () => {
    const { status, body } = await generate(stranger);
    expect(status).toBe(403);
    expect(body.code).toBe('not_allowed_to_invite');
    expect(await options(stranger)).toMatchObject({ canInvite: false, reason: body.reason });
    return body.reason;
  };
  await changeSettings(administrator, settings => {
    settings.inviteToMedia.enabled = false;
    settings.theming.mediaPage = false;
  });
  await putRoom(administrator, 'bio', { chatAndCollaboration: false });
  expect(await reason()).toBe('module_disabled');
  await changeSettings(administrator, settings => {
    settings.inviteToMedia.enabled = true;
  });
  expect(await reason()).toBe('media_page_disabled');
  await changeSettings(administrator, settings => {
    settings.theming.mediaPage = true;
  });
  expect(await reason()).toBe('chat_and_collaboration_disabled');
  await putRoom(administrator, 'bio', {});
  expect(await reason()).toBe('not_a_room_manager');
  await putRoom(administrator, 'bio', { coOwners: ['stranger'] });
  expect(await reason()).toBe('not_an_allowed_user');
});

test('Callers: with inviting switched off managers still read, change, promote and revoke, and links that are out work', async () => {
  const owner = await issuer.token({ sub: 'owner' });
  const { invitation } = (await generate({ sub: 'owner' })).body;
  await changeSettings(administrator, settings => {
    settings.inviteToMedia.enabled = false;
  });
  const of = { parameters: { roomId: 'bio', id: invitation.id }, token: owner };
  const statuses = [
    await call('generateInvitation', { parameters, token: owner, body: personBody() }),
    await call('generateInvitations', { parameters, token: owner, body: { invitations: [personBody()] } }),
    await call('getInvitationLink', of),
    await call('resendInvitation', of),
    await call('getInvitation', of),
    await call('listInvitations', { parameters, token: owner }),
    await call('getInvitationHistory', of),
    await call('changeInvitation', { ...of, body: { firstName: 'Augusta' } }),
    await call('promoteInvitation', { ...of, body: { role: 'viewer' } }),
    await call('revokeInvitation', of),
  ].map(({ status }) => status);
  expect(statuses).toEqual([403, 403, 403, 403, 200, 200, 200, 200, 200, 200]);
  await changeSettings(administrator, settings => {
    settings.inviteToMedia.enabled = true;
  });
});

test('Callers: an administrator reads and revokes in every room, and no more; a stranger nothing at all', async () => {
  const { invitation } = (await generate({ sub: 'owner' })).body;
  const statusesOf = async (token: string) => {
    const of = { parameters: { roomId: 'bio', id: invitation.id }, token };
    const answers = [
      await call('getInvitation', of),
      await call('listInvitations', { parameters, token }),
      await call('getInvitationHistory', of),
      await call('changeInvitation', { ...of, body: { firstName: 'Augusta' } }),
      await call('promoteInvitation', { ...of, body: { role: 'viewer' } }),
      await call('revokeInvitation', of),
    ];
    return answers.map(({ status, body }) => body.code ?? status);
  };
  expect(await statusesOf(await issuer.token({ sub: 'nobody' }))).toEqual(Array(6).fill('forbidden'));
  const admin = await issuer.token({ sub: 'admin', scope: 'site:admin' });
  expect(await statusesOf(admin)).toEqual([200, 200, 200, 'forbidden', 'forbidden', 200]);
});
