import { expect, test } from 'vitest';
import { Device } from '../support/device.ts';
import { call, deployed, emulator, login } from './support/deployed.ts';
import { STAGE } from './support/emulator.ts';
import { run } from './support/run.ts';

const ROOM = '/v1/rooms/rotated';
const stage = ['--stage', STAGE];
/** Ids of invitations, keyed by their links. */
const ids = new Map<string, string>();

async function generate(email: string): Promise<string> {
  const body = { email, firstName: 'Ada', lastName: 'Byron', role: 'speaker' };
  const answer = await call(`POST ${ROOM}/invitations`, { login: await login({ sub: 'owner' }), body });
  expect(answer.status).toBe(201);
  ids.set(answer.body.link, answer.body.invitation.id);
  return answer.body.link;
}

async function open(link: string): Promise<string> {
  const dpop = await (await Device.create()).proof(`${deployed.publicOrigin}/v1/redeem`);
  const body = { token: new URL(link).hash.slice(1) };
  const answer = await call('POST /v1/redeem', { headers: { dpop }, body });
  return answer.body.state ?? answer.body.code;
}

const rotate = (...args: string[]) =>
  run('npm', ['run', '--silent', 'rotate-keys', '--', ...stage, ...args], emulator.env);

const publishedKeys = async () => (await call('GET /.well-known/jwks.json')).body.keys.length;

test('a key rotation refuses no request, and after a leak old links end at once and are reissued', async () => {
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
  const manager = { login: await login({ sub: 'owner' }) };
  const copied = async () => {
    const answer = await call(`GET ${ROOM}/invitations/${ids.get(before)}/link`, manager);
    return answer.status === 200 ? open(answer.body.link) : answer.body.code;
  };
  // Each function caches keys for half a minute, from a different moment on; waits for all of them in parallel.
  const become = (ask: () => Promise<string>, outcome: string) =>
    expect.poll(ask, { timeout: 40_000, interval: 1000 }).toBe(outcome);
  await Promise.all([
    become(() => open(before), 'link_invalid'),
    become(() => open(between), 'link_invalid'),
    become(copied, 'not_active'),
  ]);
  const reissued = await run(
    'npm',
    ['run', '--silent', 'reissue', '--', ...stage, '--rate', '200'],
    emulator.env,
  );
  expect(reissued).toMatch(/ invitations: [1-9]\d* with a new link/);
  const mended = async () => open(await generate(`${crypto.randomUUID()}@example.edu`));
  await Promise.all([become(copied, 'lobby'), become(mended, 'lobby')]);
});
