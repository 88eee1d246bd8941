import { describe, expect, test } from 'vitest';
import { Device } from '../support/device.ts';
import { longLogin, passMinutes, Scene } from '../support/scene.ts';
import { changeSettings } from '../support/site.ts';
import { outcome, owner } from './frozen-stage.ts';

const setReusability = (count: number) =>
  changeSettings(owner, ({ inviteToMedia }) => {
    inviteToMedia.linkReusability = count;
  });
const used = async (scene: Scene) => (await scene.manage('getInvitation')).body.devices.used;

describe('Redeem: places', () => {
  test('a known person on a device that finds no place is told so with or without `enter`', async () => {
    const scene = await Scene.set(owner);
    await scene.enter();
    const device = await Device.create();
    for (const enter of [true, false]) {
      const { status, body } = await scene.enter({ device, enter });
      expect([status, body.code]).toEqual([409, 'link_used_on_another_device']);
    }
    const token = await longLogin('ada', { email: scene.invited.email });
    expect(outcome(await scene.visit({ device, token }))).toBe('link_used_on_another_device');
    expect(outcome(await scene.visit({ device }))).toBe('lobby');
  });

  test('linkReusability is the setting of now: n devices, fewer, more, any number', async () => {
    const scene = await Scene.set(owner);
    const [second, third, fourth] = await Promise.all([1, 2, 3].map(() => Device.create()));
    if (!(second && third && fourth)) throw new Error('there are three');
    await setReusability(2);
    expect(outcome(await scene.enter())).toBe('admitted');
    expect(outcome(await scene.enter({ device: second }))).toBe('admitted');
    expect(outcome(await scene.enter({ device: third }))).toBe('link_used_on_another_device');
    await setReusability(1);
    for (const device of [scene.device, second])
      expect(outcome(await scene.visit({ device, enter: true }))).toBe('admitted');
    await setReusability(3);
    expect(outcome(await scene.enter({ device: third }))).toBe('admitted');
    await setReusability(-1);
    expect(outcome(await scene.enter({ device: fourth }))).toBe('admitted');
    expect((await scene.manage('getInvitation')).body.devices).toEqual({ used: 4, max: -1 });
    await setReusability(1);
  });

  test('with -1 any number may enter, and the last 50 are remembered', { timeout: 60_000 }, async () => {
    await setReusability(-1);
    const scene = await Scene.set(owner);
    expect(outcome(await scene.enter())).toBe('admitted');
    for (let count = 0; count < 50; count += 1) {
      passMinutes(0.01);
      expect(outcome(await scene.enter({ device: await Device.create() }))).toBe('admitted');
    }
    expect(await used(scene)).toBe(50);
    expect((await scene.visit()).body).toMatchObject({ state: 'lobby', known: false });
    expect(outcome(await scene.enter())).toBe('admitted');
    expect(await used(scene)).toBe(50);
    await setReusability(1);
  });
});
