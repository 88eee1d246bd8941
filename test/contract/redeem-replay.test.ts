import { expect, test } from 'vitest';
import { call, tokenOf } from '../support/api.ts';
import { passMinutes, Scene } from '../support/scene.ts';
import { origin } from '../support/stack.ts';
import { outcome, owner } from './frozen-stage.ts';

/** docs/contract.md#redeem, Replay. */

const proofOf = (scene: Scene) => scene.device.proof(`${origin}/v1/redeem`);
const send = (scene: Scene, dpop: string, body: object) =>
  call('redeemInvitation', { body: { token: tokenOf(scene.invited.link), ...body }, headers: { dpop } });
const aMoment = () => passMinutes(0.001);

test('Redeem: the proof of a first entry is refused in a second request', async () => {
  const scene = await Scene.set(owner);
  const dpop = await proofOf(scene);
  const entry = { email: scene.invited.email, enter: true };
  expect(outcome(await send(scene, dpop, entry))).toBe('admitted');
  aMoment();
  for (const body of [entry, { enter: true }, {}]) {
    const again = await send(scene, dpop, body);
    expect([again.status, outcome(again)]).toEqual([401, 'invalid_device_proof']);
    expect(again.body.now).toBe(new Date().toISOString());
  }
  expect(outcome(await send(scene, await proofOf(scene), {}))).toBe('open');
  expect((await scene.manage('getInvitation')).body.devices.used).toBe(1);
});

test('Redeem: the proof of an entry by a fresh link is refused in a second request, too', async () => {
  const scene = await Scene.set(owner);
  await scene.requestLink();
  const token = tokenOf((await scene.freshLink()) ?? '');
  const dpop = await proofOf(scene);
  expect(outcome(await send(scene, dpop, { token, email: scene.invited.email, enter: true }))).toBe(
    'admitted',
  );
  aMoment();
  expect(outcome(await send(scene, dpop, { token, enter: true }))).toBe('invalid_device_proof');
});

test('Redeem: a proof that was sent with a wrong address, or while waiting, may be sent again', async () => {
  const scene = await Scene.set(owner, { startsIn: 20 });
  const dpop = await proofOf(scene);
  expect(outcome(await send(scene, dpop, { email: 'wrong@example.edu' }))).toBe('email_mismatch');
  expect(outcome(await send(scene, dpop, {}))).toBe('waiting');
});

test('Redeem: the proof of a re-entry, or of a device that is not remembered, may be replayed', async () => {
  const scene = await Scene.set(owner);
  await scene.enter();
  const dpop = await proofOf(scene);
  for (let count = 0; count < 2; count += 1) {
    aMoment();
    expect(outcome(await send(scene, dpop, { enter: true }))).toBe('admitted');
  }
});
