import { describe, expect, test } from 'vitest';
import { keys } from '../../functions/table.ts';
import { tokenOf } from '../support/api.ts';

import { everythingKept, forget } from '../support/items.ts';
import { inMinutes, passMinutes, Scene } from '../support/scene.ts';
import { changeSettings } from '../support/site.ts';
import { origin } from '../support/stack.ts';
import { generate, outcome, owner } from './frozen-stage.ts';

const DAY = 24 * 60;

describe('Generate: expiry', () => {
  const expiryOf = async (scene: Scene) => (await scene.manage('getInvitation')).body.expiresAt;

  test('the latest of generation + duration, session start + duration, session end, as the times stand now', async () => {
    const scene = await Scene.set(owner);
    expect(await expiryOf(scene)).toBe(inMinutes(DAY));
    await scene.move({ startsIn: 60, endsIn: 120 });
    expect(await expiryOf(scene)).toBe(inMinutes(DAY + 60));
    await scene.move({ startsIn: 60, endsIn: 9 * DAY });
    expect(await expiryOf(scene)).toBe(inMinutes(9 * DAY));
    await scene.move({ startsIn: -2 * DAY, endsIn: -DAY });
    expect(await expiryOf(scene)).toBe(inMinutes(DAY));
  });

  test('a link never dies before its session, also when the session is moved', async () => {
    const scene = await Scene.set(owner);
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

  test('the given expiresAt counts alone; it is in the future, and at most 400 days ahead', async () => {
    const scene = await Scene.set(owner, { endsIn: 9 * DAY }, { expiresAt: inMinutes(5) });
    expect(await expiryOf(scene)).toBe(inMinutes(5));
    for (const minutes of [0, -1, 400 * DAY + 1]) {
      const { status, body } = await generate(scene, { expiresAt: inMinutes(minutes) });
      expect([status, body.code, body.errors?.[0].path]).toEqual([400, 'invalid_request', 'expiresAt']);
    }
    expect((await generate(scene, { expiresAt: inMinutes(400 * DAY) })).status).toBe(201);
    passMinutes(5);
    expect(outcome(await scene.visit())).toBe('link_expired');
  });

  test('inviting into a session that is over, or has not begun, works; the session decides at redeem', async () => {
    const over = await Scene.set(owner, { startsIn: -60, endsIn: -1 });
    expect(outcome(await over.enter())).toBe('ended');
    const future = await Scene.set(owner, { startsIn: 60 });
    expect(outcome(await future.enter())).toBe('waiting');
  });
});

describe('Generate: the link', () => {
  test('its token stands in the fragment, is URL-safe, and has at most 200 characters', async () => {
    const { link } = (await Scene.set(owner)).invited;
    expect(link).toMatch(new RegExp(`^${origin}/i#[A-Za-z0-9._~-]{1,200}$`));
  });

  test('it is made again the very same when it is copied, and is not stored in a form that opens the room', async () => {
    const scene = await Scene.set(owner);
    const { link } = scene.invited;
    expect((await scene.manage('getInvitationLink')).body).toEqual({ link });
    const kept = await everythingKept();
    for (const part of tokenOf(link).split('.').slice(1)) expect(kept).not.toContain(part);
    await scene.manage('revokeInvitation');
    expect((await scene.manage('getInvitationLink')).body).toMatchObject({ status: 409, code: 'not_active' });
  });

  test('no old link ever comes to life again: not after expiry, revoke, deletion, or when nothing is left of it', async () => {
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
    await forget(keys.invitation('demo', scene.roomId, scene.invited.id));
    await again();
    await scene.deleteRoom();
    await scene.move({});
    await again();
    expect(outcome(await scene.enter())).toBe('admitted');
    const told = await Promise.all(old.map(async link => outcome(await scene.enter({ link }))));
    expect(new Set(told)).toEqual(new Set(['room_deleted']));
    expect(new Set([...old, scene.invited.link])).toHaveLength(6);
  });

  test('a link that has ended is not prolonged either: a new expiry is refused, new names are not', async () => {
    for (const end of [(scene: Scene) => scene.manage('revokeInvitation'), async () => passMinutes(DAY)]) {
      const scene = await Scene.set(owner);
      await end(scene);
      const prolonged = await scene.manage('changeInvitation', { expiresAt: inMinutes(60) });
      expect(prolonged).toMatchObject({ status: 409, body: { code: 'not_active' } });
      expect((await scene.manage('changeInvitation', { firstName: 'Augusta' })).status).toBe(200);
    }
  });
});
