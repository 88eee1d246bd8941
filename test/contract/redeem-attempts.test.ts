import { expect, test } from 'vitest';
import { longLogin } from '../support/api.ts';
import { Device } from '../support/device.ts';
import { passMinutes, Scene } from '../support/scene.ts';
import { owner } from './frozen-stage.ts';

const guess = (scene: Scene, device = scene.device) => scene.visit({ email: 'wrong@example.edu', device });

async function lock(scene: Scene): Promise<void> {
  for (let count = 0; count < 5; count += 1) await guess(scene);
}

test('Redeem: a typed e-mail is always checked, while waiting too', async () => {
  const scene = await Scene.set(owner, { startsIn: 20 });
  expect((await guess(scene)).body).toMatchObject({ status: 403, code: 'email_mismatch', attemptsLeft: 4 });
  const { email } = scene.invited;
  expect((await scene.visit({ email })).body).toMatchObject({ state: 'waiting', known: true });
  await lock(scene);
  expect((await scene.visit({ email })).body).toMatchObject({ code: 'too_many_attempts' });
  expect((await scene.visit()).body).toMatchObject({ state: 'waiting', known: false });
});

test('Redeem: an invitee who proved the address early enters at the start without typing it again', async () => {
  const scene = await Scene.set(owner, { startsIn: 10 }, { role: 'viewer' });
  expect((await scene.enter()).body).toMatchObject({ state: 'waiting', known: true });
  passMinutes(10);
  expect((await scene.enter()).body).toMatchObject({ state: 'admitted' });
});

test('Redeem: the fifth wrong address locks typing for 15 minutes, also of the right address', async () => {
  const scene = await Scene.set(owner);
  const left = [];
  for (let count = 0; count < 5; count += 1) {
    passMinutes(1);
    left.push((await guess(scene)).body.attemptsLeft);
  }
  expect(left).toEqual([4, 3, 2, 1, 0]);
  for (const answer of [await guess(scene), await scene.enter()]) {
    expect(answer).toMatchObject({ status: 429, body: { code: 'too_many_attempts', emailAvailable: true } });
    expect(answer.headers['retry-after']).toBe('900');
  }
  passMinutes(14.99);
  expect((await scene.enter()).status).toBe(429);
  passMinutes(0.01);
  expect((await scene.enter()).body.state).toBe('admitted');
});

test('Redeem: a locked link does not lock its fresh link, which is mailed to the invitee', async () => {
  const scene = await Scene.set(owner);
  const stranger = await Device.create();
  for (let count = 0; count < 5; count += 1) await guess(scene, stranger);
  expect((await scene.enter()).status).toBe(429);
  await scene.requestLink();
  const fresh = await scene.freshLink();
  if (fresh === undefined) throw new Error('no fresh link was granted');
  // The stranger has only the old link, and continues to guess on it.
  passMinutes(15);
  for (let count = 0; count < 5; count += 1) await guess(scene, stranger);
  expect((await scene.visit({ link: fresh, email: 'typo@example.edu' })).body.attemptsLeft).toBe(4);
  expect((await scene.enter({ link: fresh })).body.state).toBe('admitted');
  const device = await Device.create();
  const typo = await scene.visit({ link: fresh, email: 'typo@example.edu', device });
  expect(typo.body.attemptsLeft).toBe(3);
});

test('Redeem: generating again resets the count of wrong addresses', async () => {
  const scene = await Scene.set(owner);
  await lock(scene);
  await scene.inviteAgain();
  expect((await guess(scene)).body.attemptsLeft).toBe(4);
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
