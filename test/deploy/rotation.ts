import { expect, test } from 'vitest';
import { Device } from '../support/device.ts';
import { call, deployed, emulator, login } from './support/deployed.ts';
import { STAGE } from './support/emulator.ts';
import { run } from './support/run.ts';

const ROOM = '/v1/rooms/rotated';

async function generate(email: string): Promise<string> {
  const body = { email, firstName: 'Ada', lastName: 'Byron', role: 'speaker' };
  const answer = await call(`POST ${ROOM}/invitations`, { login: await login({ sub: 'owner' }), body });
  expect(answer.status).toBe(201);
  return answer.body.link;
}

async function open(link: string): Promise<string> {
  const dpop = await (await Device.create()).proof(`${deployed.publicOrigin}/v1/redeem`);
  const body = { token: new URL(link).hash.slice(1) };
  const answer = await call('POST /v1/redeem', { headers: { dpop }, body });
  return answer.body.state ?? answer.body.code;
}

const rotate = (...args: string[]) =>
  run('npm', ['run', '--silent', 'rotate-keys', '--', '--stage', STAGE, ...args], emulator.env);

const publishedKeys = async () => (await call('GET /.well-known/jwks.json')).body.keys.length;

test('keys are rotated without a refusal, and after a leak old links end at once', async () => {
  const room = { title: 'Cell biology', ownerId: 'owner', chatAndCollaboration: true };
  await call(`PUT ${ROOM}`, { login: await login({ sub: 'backend', scope: 'rooms:write' }), body: room });
  const before = await generate('before@example.edu');
  const known = await publishedKeys();

  await rotate();
  expect(await open(before)).toBe('lobby');
  const between = await generate('between@example.edu');
  await expect.poll(publishedKeys, { timeout: 40_000, interval: 1000 }).toBe(known + 1);
  for (const link of [before, between]) expect(await open(link)).toBe('lobby');

  await rotate('links', '--now');
  await expect.poll(() => open(before), { timeout: 40_000, interval: 1000 }).toBe('link_invalid');
  const dead = async () => [await open(before), await open(between)].join();
  await expect.poll(dead, { timeout: 40_000, interval: 1000 }).toBe('link_invalid,link_invalid');
  const mended = async () => open(await generate(`${crypto.randomUUID()}@example.edu`));
  await expect.poll(mended, { timeout: 40_000, interval: 1000 }).toBe('lobby');
});
