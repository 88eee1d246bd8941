import { decodeJwt, decodeProtectedHeader } from 'jose';
import { expect, test } from 'vitest';
import { Device } from '../support/device.ts';
import { allowDevices } from '../support/ground.ts';
import { Scene } from '../support/scene.ts';
import { outcome, owner } from './frozen-stage.ts';
import { launchTokenOf } from './tickets.ts';

/** docs/contract.md#redeem: the admission, where the invitee enters the room, and places. */

test('Redeem: a known person who enters is admitted, and the device is bound', async () => {
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
  expect((await scene.manage('getInvitation')).body.devices.used).toBe(1);
});

test('Redeem: joinUrl is the launcher’s, with a token of one minute, its own audience, no e-mail, and a guest by invitation id', async () => {
  const scene = await Scene.set(owner);
  const { joinUrl } = (await scene.enter()).body;
  expect(new URL(joinUrl).searchParams.get('room')).toBe(scene.roomId);
  const claims = decodeJwt(launchTokenOf(joinUrl));
  expect(claims).toMatchObject({
    sub: `guest-${scene.invited.id}`,
    room: scene.roomId,
    role: 'speaker',
    name: 'Ada Byron',
    jti: expect.any(String),
  });
  expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(60);
  expect(claims.aud).not.toBe('demo');
  expect(JSON.stringify(claims)).not.toContain('@');
  expect(decodeProtectedHeader(launchTokenOf(joinUrl))).toMatchObject({ alg: 'ES256' });
});

test('Redeem: the guest id of a link for several devices contains the device', async () => {
  const launchedAs = async (linkReusability: number) => {
    await allowDevices(owner, linkReusability);
    const scene = await Scene.set(owner);
    const { sub = '' } = decodeJwt(launchTokenOf((await scene.enter()).body.joinUrl));
    return sub.replace(scene.invited.id, '<id>').replace(scene.device.thumbprint.slice(0, 8), '<device>');
  };
  expect(await launchedAs(2)).toBe('guest-<id>-<device>');
  expect(await launchedAs(-1)).toBe('guest-<id>-<device>');
  expect(await launchedAs(1)).toBe('guest-<id>');
});

test('Redeem: the current linkReusability counts: n devices, fewer, more, any number', async () => {
  const scene = await Scene.set(owner);
  const [second, third, fourth] = await Promise.all([1, 2, 3].map(() => Device.create()));
  if (!(second && third && fourth)) throw new Error('there are three');
  await allowDevices(owner, 2);
  expect(outcome(await scene.enter())).toBe('admitted');
  expect(outcome(await scene.enter({ device: second }))).toBe('admitted');
  expect(outcome(await scene.enter({ device: third }))).toBe('link_used_on_another_device');
  await allowDevices(owner, 1);
  for (const device of [scene.device, second])
    expect(outcome(await scene.visit({ device, enter: true }))).toBe('admitted');
  await allowDevices(owner, 3);
  expect(outcome(await scene.enter({ device: third }))).toBe('admitted');
  await allowDevices(owner, -1);
  expect(outcome(await scene.enter({ device: fourth }))).toBe('admitted');
  expect((await scene.manage('getInvitation')).body.devices).toEqual({ used: 4, max: -1 });
  await allowDevices(owner, 1);
});
