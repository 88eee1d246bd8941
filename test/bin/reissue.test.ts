import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { rotateLinkKeys } from '../../bin/support/key-rotation.ts';
import { reissue } from '../../bin/support/reissue.ts';
import { happenings } from '../../domain/history.ts';
import { getItem } from '../../functions/adapters/dynamodb/items.ts';
import { linkUrl } from '../../functions/adapters/links.ts';
import { handler as makeKeys } from '../../functions/deploy/make-keys.ts';
import { longLogin } from '../support/api.ts';
import { deploy } from '../support/custom-resource.ts';
import { inMinutes, passMinutes, Scene } from '../support/scene.ts';
import { changeSettings } from '../support/site.ts';
import { origin, startWithEmptyTable } from '../support/stack.ts';
import { mailsAskedFor } from '../support/stream.ts';
import { before, itemsOf } from './support/tables.ts';

/** The key of all links was removed, so no link works. The command gives every active invitation a new link. */

let owner: string;
let stream: string;

beforeEach(async () => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  stream = await startWithEmptyTable();
  // Own secrets, because other tests use the shared ones.
  process.env.LINK_KEYS_SECRET = `link-keys-${randomUUID()}`;
  process.env.TICKET_KEYS_SECRET = `ticket-keys-${randomUUID()}`;
  await deploy(makeKeys);
  owner = await longLogin('owner', { scope: 'rooms:write site:admin' });
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const run = (dryRun = false) => reissue({ rate: 1000, dryRun });
const outcomeOf = async (scene: Scene, link = scene.invited.link) => {
  const { body } = await scene.visit({ link });
  return body.code ?? body.state;
};

async function newLinkOf(scene: Scene): Promise<string> {
  const invitation = await scene.stored();
  return linkUrl(origin, invitation, invitation);
}

/** Rotates the link keys as after a leak, then waits until no function has the old keys in its cache. */
async function takeKeyAway(): Promise<void> {
  const now = () => new Date().toISOString();
  await rotateLinkKeys({ secretId: process.env.LINK_KEYS_SECRET ?? '', now, atOnce: true });
  passMinutes(1);
}

test('active invitations get a new link, which is mailed once and expires when the old one would have', async () => {
  const scene = await Scene.set(owner, { startsIn: -10, endsIn: 3000 }, { role: 'moderator' });
  await scene.enter();
  await scene.requestLink();
  const before = await scene.stored();
  const { expiresAt } = (await scene.manage('getInvitation')).body;
  const revoked = await Scene.set(owner);
  await revoked.manage('revokeInvitation');
  const expired = await Scene.set(owner, {}, { expiresAt: inMinutes(0.5) });
  const ofDeletedRoom = await Scene.set(owner);
  await ofDeletedRoom.deleteRoom();
  const untouched = await Promise.all([revoked, expired, ofDeletedRoom].map(each => getItem(each.key)));
  const asked = await mailsAskedFor(stream);
  await takeKeyAway();
  const later = await Scene.set(owner);
  expect(await outcomeOf(scene)).toBe('link_invalid');

  const said = [
    '5 invitations: 1 with a new link, of which 1 mailed, 0 not mailed because the session has ended, 0 not mailed because the site sends no mail',
  ];
  expect(await run(true)).toEqual(said);
  expect(await scene.stored()).toEqual(before);
  expect(await run()).toEqual(said);
  expect(await outcomeOf(scene)).toBe('link_invalid');
  expect(await outcomeOf(scene, await newLinkOf(scene))).toBe('lobby');
  const now = await scene.stored();
  expect(now).toMatchObject({ generatedAt: before.generatedAt, role: 'moderator', devices: {} });
  expect(now).not.toHaveProperty('freshLink');
  expect((await scene.manage('getInvitation')).body).toMatchObject({
    status: 'pending',
    expiresAt,
    delivery: { state: 'queued' },
  });
  expect((await getItem(scene.key))?.ttl).toBe(
    Math.floor(Date.parse(before.generatedAt) / 1000) + 490 * 86_400,
  );
  expect(happenings(before, now)).toMatchObject([
    { at: now.updatedAt, type: 'generated', by: { id: 'operations', name: 'Operations' } },
    { type: 'mailed', state: 'queued' },
  ]);
  expect(await Promise.all([revoked, expired, ofDeletedRoom].map(each => getItem(each.key)))).toEqual(
    untouched,
  );
  expect(await outcomeOf(later)).toBe('lobby');

  const afterwards = await itemsOf(process.env.TABLE_NAME ?? '');
  expect((await run())[0]).toMatch(/^5 invitations: 0 with a new link/);
  expect(await itemsOf(process.env.TABLE_NAME ?? '')).toEqual(afterwards);
  expect(await mailsAskedFor(stream)).toBe(asked + 1);
});

test('links whose key still verifies are left unchanged, also after a rotation', async () => {
  const scene = await Scene.set(owner);
  const now = () => new Date().toISOString();
  await rotateLinkKeys({ secretId: process.env.LINK_KEYS_SECRET ?? '', now, atOnce: false });
  passMinutes(60);
  expect((await run())[0]).toMatch(/^1 invitations: 0 with a new link/);
  expect(await outcomeOf(scene)).toBe('lobby');
});

test('no mail is sent for a session that is over, and without mail the command lists the ids of the links to copy', async () => {
  const over = await Scene.set(owner, { endsIn: 1 });
  const scene = await Scene.set(owner);
  await takeKeyAway();
  await changeSettings(owner, ({ inviteToMedia }) => {
    inviteToMedia.inviteEmailTemplate = null;
  });
  expect(await run()).toEqual([
    '2 invitations: 2 with a new link, of which 0 mailed, 1 not mailed because the session has ended, 1 not mailed because the site sends no mail',
    `not mailed: site demo, room ${scene.roomId}, invitation ${scene.invited.id}`,
  ]);
  const { body } = await scene.manage('getInvitationLink');
  expect(await outcomeOf(scene, body.link)).toBe('lobby');
  expect((await over.manage('getInvitation')).body).toMatchObject({ delivery: { state: 'not_requested' } });
});

test.each([
  ['revoked', (scene: Scene) => scene.manage('revokeInvitation'), 'link_invalid'],
  ['generated again', (scene: Scene) => scene.inviteAgain(), 'lobby'],
])('an invitation that is %s just before the write is left unchanged', async (_, act, outcome) => {
  const scene = await Scene.set(owner);
  await takeKeyAway();
  before('UpdateItemCommand', () => act(scene));
  expect((await run())[0]).toMatch(/^1 invitations: 0 with a new link/);
  expect(await outcomeOf(scene)).toBe(outcome);
});
