import { describe, expect, test } from 'vitest';
import { getItem } from '../../functions/adapters/dynamodb/items.ts';
import { saveRoom } from '../../functions/adapters/dynamodb/rooms.ts';
import { call, tokenOf } from '../support/api.ts';
import { everythingKept, forget } from '../support/items.ts';
import { inMinutes, passMinutes, Scene } from '../support/scene.ts';
import { changeSettings } from '../support/site.ts';
import { generate, outcome, owner } from './frozen-stage.ts';

const DAY = 24 * 60;
const MILLI = 1 / 60_000;

/** Deletes the invitation if its TTL is over, as DynamoDB does. */
async function forgetIfDue(scene: Scene): Promise<void> {
  if ((await getItem(scene.key))?.ttl <= Date.now() / 1000) await forget(scene.key);
}

describe('Generate: expiry', () => {
  const expiryOf = async (scene: Scene) => (await scene.manage('getInvitation')).body.expiresAt;

  test('expiry is the latest of generation + duration, session start + duration and session end, by the room’s current times', async () => {
    const scene = await Scene.set(owner);
    expect(await expiryOf(scene)).toBe(inMinutes(DAY));
    await scene.move({ startsIn: 60, endsIn: 120 });
    expect(await expiryOf(scene)).toBe(inMinutes(DAY + 60));
    await scene.move({ startsIn: 60, endsIn: 9 * DAY });
    expect(await expiryOf(scene)).toBe(inMinutes(9 * DAY));
    await scene.move({ startsIn: -2 * DAY, endsIn: -DAY });
    expect(await expiryOf(scene)).toBe(inMinutes(DAY));
  });

  test('a link never expires before its session ends, also when the session is moved', async () => {
    const scene = await Scene.set(owner, {}, { role: 'viewer' });
    passMinutes(2 * DAY);
    expect(outcome(await scene.enter())).toBe('link_expired');
    await scene.move({ startsIn: 10, endsIn: 70 });
    expect(outcome(await scene.enter())).toBe('waiting');
    passMinutes(10);
    expect(outcome(await scene.enter())).toBe('admitted');
    expect(await expiryOf(scene)).toBe(inMinutes(DAY));
  });

  test('linkDurationMinutes is the site’s setting at generation', async () => {
    const setDuration = (count: number) =>
      changeSettings(owner, ({ inviteToMedia }) => {
        inviteToMedia.linkDurationMinutes = count;
      });
    await setDuration(30);
    const scene = await Scene.set(owner);
    await setDuration(1440);
    expect(await expiryOf(scene)).toBe(inMinutes(30));
    passMinutes(29.99);
    expect(outcome(await scene.visit())).toBe('lobby');
    passMinutes(0.01);
    expect(outcome(await scene.visit())).toBe('link_expired');
  });

  test('if a session is moved by more than 490 days, its link is not answered as forged and its invitation is not deleted early', async () => {
    const scene = await Scene.set(owner, { startsIn: 60 });
    await scene.move({ startsIn: 600 * DAY });
    passMinutes(490 * DAY - 1);
    expect(outcome(await scene.visit())).toBe('link_expired');
    await forgetIfDue(scene);
    expect((await scene.manage('getInvitation')).body).toMatchObject({ status: 'expired' });
    passMinutes(1);
    await forgetIfDue(scene);
    expect(outcome(await scene.manage('getInvitation'))).toBe('invitation_not_found');
    expect(outcome(await scene.visit())).toBe('link_expired');
  });

  test('a later expiry is at most 400 days after the latest generation', async () => {
    const scene = await Scene.set(owner, {}, { expiresAt: inMinutes(200 * DAY) });
    const prolong = (minutes: number) => scene.manage('changeInvitation', { expiresAt: inMinutes(minutes) });
    passMinutes(100 * DAY);
    const refused = await prolong(300 * DAY + MILLI);
    expect([refused.status, refused.body.code, refused.body.errors?.[0].path]).toEqual([
      400,
      'invalid_request',
      'expiresAt',
    ]);
    expect((await prolong(300 * DAY)).body).toMatchObject({ expiresAt: inMinutes(300 * DAY) });
    await scene.inviteAgain();
    expect((await prolong(400 * DAY)).status).toBe(200);
  });

  test('a room of an earlier release with times in the year 9999 can be read, and its links are valid for 400 days', async () => {
    const scene = await Scene.set(owner);
    const times = { startsAt: '9999-12-31T23:00:00.000Z', endsAt: '9999-12-31T23:59:59.999Z' };
    const stored = { title: 'Biology', ownerId: 'owner', chatAndCollaboration: true, ...times };
    await saveRoom('demo', scene.roomId, stored, inMinutes(0));
    expect((await scene.manage('getRoom')).body).toMatchObject(times);
    expect(await expiryOf(scene)).toBe(inMinutes(400 * DAY));
    expect((await scene.manage('listInvitations')).body.items).toHaveLength(1);
    expect((await scene.visit()).body).toMatchObject({ state: 'waiting', room: times });
    expect((await generate(scene)).body.code).toBe('session_too_far_ahead');
    const again = await call('putRoom', {
      parameters: { roomId: scene.roomId },
      token: owner,
      body: stored,
    });
    expect(again.body.errors).toEqual(
      ['startsAt', 'endsAt'].map(path => ({ path, message: 'must be in the years 2000 to 2099' })),
    );
  });
});

describe('Generate: the link', () => {
  test('copying computes the same link again, and the stored data cannot open the room', async () => {
    const scene = await Scene.set(owner);
    const { link } = scene.invited;
    expect((await scene.manage('getInvitationLink')).body).toEqual({ link });
    const kept = await everythingKept();
    for (const part of tokenOf(link).split('.').slice(1)) expect(kept).not.toContain(part);
    await scene.manage('revokeInvitation');
    expect((await scene.manage('getInvitationLink')).body).toMatchObject({ status: 409, code: 'not_active' });
  });

  test('an old link never works again: not after expiry, revoke, deletion, or when its invitation is no longer stored', async () => {
    const scene = await Scene.set(owner);
    const old: string[] = [];
    const again = async () => {
      old.push(scene.invited.link);
      await scene.inviteAgain();
    };
    await again();
    passMinutes(2 * DAY);
    await again();
    await scene.manage('revokeInvitation');
    await again();
    await forget(scene.key);
    await again();
    await scene.deleteRoom();
    await scene.move({});
    await again();
    expect(outcome(await scene.enter())).toBe('admitted');
    const told = await Promise.all(old.map(async link => outcome(await scene.enter({ link }))));
    expect(new Set(told)).toEqual(new Set(['room_deleted']));
    expect(new Set([...old, scene.invited.link])).toHaveLength(6);
  });

  test('a link that has ended cannot be prolonged: a new expiry is refused, new names are not', async () => {
    for (const end of [(scene: Scene) => scene.manage('revokeInvitation'), async () => passMinutes(DAY)]) {
      const scene = await Scene.set(owner);
      await end(scene);
      const prolonged = await scene.manage('changeInvitation', { expiresAt: inMinutes(60) });
      expect(prolonged).toMatchObject({ status: 409, body: { code: 'not_active' } });
      expect((await scene.manage('changeInvitation', { firstName: 'Augusta' })).status).toBe(200);
    }
  });
});
