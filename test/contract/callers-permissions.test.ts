import { expect, test } from 'vitest';
import { call } from '../support/api.ts';
import { personBody, putRoom } from '../support/ground.ts';
import type { Claims } from '../support/issuer.ts';
import { changeSettings } from '../support/site.ts';
import { administrator, generate, issuer, options, parameters } from './lab-stage.ts';

/** docs/contract.md#2-callers: scopes, `site_role`, and who may invite. */

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

test('Callers: site_role, user id or group allows inviting, and a missing site_role counts as privateOnlyRole', async () => {
  const allow = (allowed: object) =>
    changeSettings(administrator, ({ inviteToMedia: { allowedUsers } }) => {
      Object.assign(allowedUsers, allowed);
    });
  const mayInvite = async (claims: Claims) => (await options(claims)).canInvite;
  expect([await mayInvite({ site_role: 'viewerRole' }), await mayInvite({})]).toEqual([false, true]);
  await allow({ minimumRole: 'adminRole' });
  expect([await mayInvite({ site_role: 'adminRole' }), await mayInvite({})]).toEqual([true, false]);
  await allow({ minimumRole: null, users: ['ADA'], groups: ['staff'] });
  expect(await options({ site_role: 'unmoderatedAdminRole' })).toMatchObject({
    reason: 'not_an_allowed_user',
  });
  expect(await options({ sub: 'bob', groups: ['staff'] })).toMatchObject({ canInvite: true });
  await putRoom(administrator, 'bio', { ownerId: 'Owner', coOwners: ['ada'], coEditors: ['group:staff'] });
  expect(await options({ sub: 'ada', site_role: 'viewerRole' })).toMatchObject({ canInvite: true });
  await allow({ minimumRole: 'privateOnlyRole', users: [], groups: [] });
});

test('Callers: with inviting switched off, managers still read, change, promote and revoke, and issued links work', async () => {
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

test('Callers: an administrator may read and revoke in every room, and nothing else; a stranger may do nothing', async () => {
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
