import { describe, expect, test } from 'vitest';
import { passMinutes, Scene } from '../support/scene.ts';
import { outcome, owner } from './frozen-stage.ts';

const used = async (scene: Scene) => (await scene.manage('getInvitation')).body.devices.used;

describe('Redeem: the states', () => {
  test('waiting: the session has not started, whoever asks; the device is not bound', async () => {
    const scene = await Scene.set(owner, { startsIn: 10 });
    expect((await scene.visit()).body).toMatchObject({ state: 'waiting', known: false });
    expect((await scene.enter()).body).toMatchObject({ state: 'waiting', known: true });
    expect(await used(scene)).toBe(0);
  });

  test('lobby: open, and the person is not known; the device is not bound, also with `enter`', async () => {
    const scene = await Scene.set(owner);
    expect((await scene.visit({ enter: true })).body).toMatchObject({ state: 'lobby', known: false });
    expect(await used(scene)).toBe(0);
  });

  test('open: known, `enter` not true, and there is a place; the device is not bound', async () => {
    const scene = await Scene.set(owner);
    for (const enter of [false, undefined]) {
      const { body } = await scene.visit({
        email: scene.invited.email,
        ...(enter !== undefined && { enter }),
      });
      expect(body).toMatchObject({ state: 'open', known: true });
      expect(body.ticket).toBeUndefined();
    }
    expect(await used(scene)).toBe(0);
  });

  test('admitted: open, known and `enter: true`; the device is bound', async () => {
    const scene = await Scene.set(owner, {}, { role: 'moderator' });
    const { status, body } = await scene.enter();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      state: 'admitted',
      known: true,
      role: 'moderator',
      permissions: ['backchannel', 'initiate_interactions', 'q_and_a'],
      ticketExpiresAt: new Date(Math.floor(Date.now() / 1000 + 300) * 1000).toISOString(),
    });
    expect(body.joinUrl).toMatch(/^https?:/);
    expect(await used(scene)).toBe(1);
  });

  test('ended: the session is over; the device is not bound', async () => {
    const scene = await Scene.set(owner, { startsIn: -60, endsIn: -1 });
    expect((await scene.enter()).body).toMatchObject({ state: 'ended' });
    expect(await used(scene)).toBe(0);
  });

  test('a room without a start is open from the beginning, one without an end never ends', async () => {
    const scene = await Scene.set(owner, { endsIn: 60 });
    expect(outcome(await scene.visit())).toBe('lobby');
    await scene.move({ startsIn: -1 });
    expect(outcome(await scene.visit())).toBe('lobby');
    passMinutes(1439);
    expect(outcome(await scene.visit())).toBe('lobby');
  });

  test('at its start the session is open, at its end it is over, to the second', async () => {
    const scene = await Scene.set(owner, { startsIn: 1, endsIn: 2 });
    passMinutes(0.999);
    expect(outcome(await scene.visit())).toBe('waiting');
    passMinutes(0.001);
    expect(outcome(await scene.visit())).toBe('lobby');
    passMinutes(0.999);
    expect(outcome(await scene.visit())).toBe('lobby');
    passMinutes(0.001);
    expect(outcome(await scene.visit())).toBe('ended');
  });
});
