import { expect, test } from 'vitest';
import { readInvitation } from '../../functions/adapters/dynamodb/invitations.ts';
import { call, redeem } from '../support/api.ts';
import { Device } from '../support/device.ts';
import { putRoom } from '../support/ground.ts';
import { Issuer } from '../support/issuer.ts';
import { putSiteOf } from '../support/site.ts';
import { generate, issuer, options, parameters } from './lab-stage.ts';

/** docs/contract.md#2-callers: the user id, the names and the groups in the claims of a bearer JWT. */

test('Callers: `sub` is the user id, compared without case; names come from `given_name` and `family_name`', async () => {
  const names = { given_name: 'Olivia', family_name: 'Owner' };
  const { body } = await generate({ sub: 'OWNER', ...names });
  expect(body.invitation.createdBy).toEqual({ id: 'OWNER', name: 'Olivia Owner' });
});

test('Callers: a manager whose login has no name is shown as the site’s name, in the history and to invitees', async () => {
  const { body } = await generate({ sub: 'owner' });
  const site = { id: 'owner', name: 'Example University' };
  expect(body.invitation.createdBy).toEqual(site);
  const of = { parameters: { roomId: 'bio', id: body.invitation.id }, token: await issuer.token() };
  await call('promoteInvitation', { ...of, body: { role: 'viewer' } });
  const read = await readInvitation({ site: 'lab', room: 'bio', id: body.invitation.id });
  expect(read.invitation?.changedBy).toEqual(site);
  const enter = async () =>
    redeem({ device: await Device.create(), link: body.link, email: body.invitation.email, enter: true });
  await enter();
  expect((await enter()).body).toMatchObject({ invitedBy: 'Example University' });
});

test.each([
  ['control characters', 'A\u0000d\u001ba\u009f', 'Ada'],
  ['direction characters', '\u202eAda\u2066\u200f\u061c', 'Ada'],
  ['line breaks', 'A\nd\u2028a', 'Ada'],
  ['more than 80 characters', 'é'.repeat(400), 'é'.repeat(80)],
  ['characters of two halves', '😀'.repeat(100), '😀'.repeat(80)],
  ['nothing but such characters', '\u202e\u0007 ', 'Example University'],
])('Callers: a name with %s is cleaned and cut', async (_, given_name, shown) => {
  const { body } = await generate({ sub: 'owner', given_name });
  expect(body.invitation.createdBy.name).toBe(shown);
});

test('Callers: a lone surrogate in a name is replaced where it is stored, and causes no error', async () => {
  const { status, body } = await generate({ sub: 'owner', given_name: 'A\ud83d', family_name: 'B' });
  expect(status).toBe(201);
  expect(body.invitation.createdBy).toEqual({ id: 'owner', name: 'A\ufffd B' });
});

test('Callers: claims of a wrong type count as missing', async () => {
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
  other.trust = { userIdClaim: 'preferred_username' };
  await putSiteOf('by-name', other);
  const token = await other.token({ sub: 'u-1', preferred_username: 'owner', scope: 'rooms:write' });
  await putRoom(token, 'bio');
  expect((await call('getInviteOptions', { parameters, token })).body.canInvite).toBe(true);
  const withoutClaim = await other.token({ sub: 'owner' });
  expect((await call('getInviteOptions', { parameters, token: withoutClaim })).status).toBe(401);
  await other.stop();
});
