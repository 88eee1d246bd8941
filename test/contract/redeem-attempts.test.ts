import { expect, test } from 'vitest';
import { call } from '../support/api.ts';
import { Device } from '../support/device.ts';
import { longLogin, passMinutes, Scene } from '../support/scene.ts';
import { owner } from './frozen-stage.ts';

const guess = (scene: Scene, device = scene.device) => scene.visit({ email: 'wrong@example.edu', device });

async function lock(scene: Scene): Promise<void> {
  for (let count = 0; count < 5; count += 1) await guess(scene);
}

test('Redeem: a typed e-mail is always checked, while waiting too', async () => {
  const scene = await Scene.set(owner, { startsIn: 10 });
  expect((await guess(scene)).body).toMatchObject({ status: 403, code: 'email_mismatch', attemptsLeft: 4 });
  const { email } = scene.invited;
  expect((await scene.visit({ email })).body).toMatchObject({ state: 'waiting', known: true });
  await lock(scene);
  expect((await scene.visit({ email })).body).toMatchObject({ code: 'too_many_attempts' });
  expect((await scene.visit()).body).toMatchObject({ state: 'waiting', known: false });
});

test('Redeem: somebody who proved the address early goes in by itself at the start', async () => {
  const scene = await Scene.set(owner, { startsIn: 10 });
  expect((await scene.enter()).body).toMatchObject({ state: 'waiting', known: true });
  passMinutes(10);
  expect((await scene.enter()).body).toMatchObject({ state: 'admitted' });
});

test('Redeem: five wrong ones in 15 minutes lock typing for the rest of them, the right one too', async () => {
  const scene = await Scene.set(owner);
  const left = [];
  for (let count = 0; count < 5; count += 1) {
    left.push((await guess(scene)).body.attemptsLeft);
    passMinutes(1);
  }
  expect(left).toEqual([4, 3, 2, 1, 0]);
  for (const answer of [await guess(scene), await scene.enter()]) {
    expect(answer).toMatchObject({ status: 429, body: { code: 'too_many_attempts' } });
    expect(answer.headers['retry-after']).toBe('600');
  }
  passMinutes(9.99);
  expect((await scene.enter()).status).toBe(429);
  passMinutes(0.01);
  expect((await scene.enter()).body.state).toBe('admitted');
});

test('Redeem: the lock is the invitation’s: other devices share it, other people do not', async () => {
  const scene = await Scene.set(owner);
  await lock(scene);
  expect((await scene.enter({ device: await Device.create() })).status).toBe(429);
  const other = await Scene.set(owner);
  expect((await other.enter()).body.state).toBe('admitted');
});

test('Redeem: site logins and bound devices are not affected by the lock', async () => {
  const scene = await Scene.set(owner);
  await scene.enter();
  const stranger = await Device.create();
  for (let count = 0; count < 6; count += 1) await guess(scene, stranger);
  expect((await scene.visit({ device: stranger })).body.state).toBe('lobby');
  expect((await scene.enter({ device: stranger })).status).toBe(429);
  expect((await scene.visit({ enter: true })).body.state).toBe('admitted');
  expect((await scene.enter()).body.state).toBe('admitted');

  const invited = await Scene.set(owner);
  await lock(invited);
  const token = await longLogin('ada', { email: invited.invited.email });
  expect((await invited.visit({ token, enter: true })).body.state).toBe('admitted');
});

test('Redeem: however many are tried at once, the right one is not let in after five wrong ones', async () => {
  const scene = await Scene.set(owner);
  await lock(scene);
  const answers = await Promise.all(Array.from({ length: 10 }, () => scene.enter()));
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(429));
});

test('Redeem: `GET` never changes anything, and neither does opening the page', async () => {
  const scene = await Scene.set(owner);
  const before = (await scene.manage('getInvitation')).body;
  for (let count = 0; count < 3; count += 1) await scene.visit();
  await scene.visit({ email: scene.invited.email });
  const get = await call('fallback', { parameters: {} });
  expect(get.status).toBe(404);
  expect((await scene.manage('getInvitation')).body).toEqual(before);
});
