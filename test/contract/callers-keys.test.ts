import { exportJWK } from 'jose';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { call } from '../support/api.ts';
import { createKey, Issuer } from '../support/issuer.ts';
import { putSiteOf } from '../support/site.ts';
import { startWithEmptyTable } from '../support/stack.ts';

/** docs/contract.md#2-callers: "key by `kid` from the issuer's JWKS (cached; an unknown `kid` refetches, at most every 30 s)". */

let issuer: Issuer;
let site = 0;

beforeAll(async () => {
  await startWithEmptyTable();
});
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  issuer = await Issuer.start();
  site += 1;
  await putSiteOf(`site-${site}`, issuer);
});
afterEach(async () => {
  await issuer.stop();
  vi.useRealTimers();
});

const knock = async (token: Promise<string>) => {
  const { status } = await call('getInviteOptions', { parameters: { roomId: 'none' }, token: await token });
  return status;
};
const later = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);

test('Callers: the keys are fetched once and cached', async () => {
  for (let count = 0; count < 5; count += 1) expect(await knock(issuer.token())).toBe(404);
  later(300);
  expect(await knock(issuer.token())).toBe(404);
  expect(issuer.fetches).toBe(1);
});

test('Callers: concurrent requests share one fetch of the keys', async () => {
  const statuses = await Promise.all(Array.from({ length: 20 }, () => knock(issuer.token())));
  expect(new Set(statuses)).toEqual(new Set([404]));
  expect(issuer.fetches).toBe(1);
});

test('Callers: a new key is found by a refetch', async () => {
  expect(await knock(issuer.token())).toBe(404);
  later(31);
  const rotated = await issuer.addKey();
  expect(await knock(issuer.token({}, { key: rotated }))).toBe(404);
  expect(await knock(issuer.token())).toBe(404);
  expect(issuer.fetches).toBe(2);
});

test('Callers: a removed key is refused after the keys were refetched', async () => {
  const [old] = issuer.keys;
  if (old === undefined) throw new Error('there is a key');
  expect(await knock(issuer.token())).toBe(404);
  later(31);
  issuer.keys = [];
  const rotated = await issuer.addKey();
  expect(await knock(issuer.token({}, { key: rotated }))).toBe(404);
  expect(await knock(issuer.token({}, { key: old }))).toBe(401);
});

test('Callers: unknown keys cause a refetch at most every 30 seconds, however many requests come', async () => {
  expect(await knock(issuer.token())).toBe(404);
  const foreign = await Promise.all([1, 2, 3].map(() => createKey('ES256')));
  const knockWithAll = async () => {
    for (const key of foreign) expect(await knock(issuer.token({}, { key }))).toBe(401);
  };
  await knockWithAll();
  expect(issuer.fetches).toBe(1);
  later(31);
  await knockWithAll();
  later(20);
  await knockWithAll();
  expect(issuer.fetches).toBe(2);
  later(11);
  await knockWithAll();
  expect(issuer.fetches).toBe(3);
});

test.each([
  ['answers with an error', { status: 500, body: 'down' }],
  ['answers no JSON', { status: 200, body: '<html>' }],
  ['answers something else', { status: 200, body: '{"keys":"none"}' }],
  ['redirects', { status: 302, body: '' }],
])(
  'Callers: while the key server %s the answer is 503, and requests succeed when it is back',
  async (_, answer) => {
    issuer.answer = answer;
    const refused = await call('getInviteOptions', {
      parameters: { roomId: 'none' },
      token: await issuer.token(),
    });
    expect(refused).toMatchObject({ status: 503, body: { code: 'temporarily_unavailable' } });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    issuer.answer = undefined;
    expect(await knock(issuer.token())).toBe(404);
  },
);

const unusable = [
  ['no object', null],
  ['a list', [{}]],
  ['a key of an unknown type', { kty: 'XYZ', kid: 'odd', alg: 'ES256' }],
  ['a key that is not on its curve', { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA', kid: 'odd', alg: 'ES256' }],
  ['a symmetric key', { kty: 'oct', k: 'AAAA', kid: 'odd', alg: 'HS256' }],
  ['a key without content', {}],
] as const;

test.each(unusable)(
  'Callers: with %s in the JWKS, tokens of valid keys are accepted and others are answered 401',
  async (_, odd) => {
    const keys = [odd, ...issuer.keySet.keys];
    issuer.answer = { status: 200, body: JSON.stringify({ keys }) };
    expect(await knock(issuer.token())).toBe(404);
    expect(await knock(issuer.token({}, { header: { kid: 'odd' } }))).toBe(401);
    later(31);
    expect(await knock(issuer.token({}, { key: await createKey('ES256') }))).toBe(401);
  },
);

test('Callers: a private key among the public ones verifies nothing', async () => {
  const [key] = issuer.keys;
  if (key === undefined) throw new Error('there is a key');
  const keys = [{ ...(await exportJWK(key.privateKey)), kid: key.kid, alg: key.alg }];
  issuer.answer = { status: 200, body: JSON.stringify({ keys }) };
  expect(await knock(issuer.token())).toBe(401);
});

test('Callers: an unknown key causes a fetch at most every 30 seconds, also while the key server is down', async () => {
  expect(await knock(issuer.token())).toBe(404);
  const foreign = await createKey('ES256');
  later(31);
  issuer.answer = { status: 500, body: 'down' };
  for (let count = 0; count < 5; count += 1)
    expect(await knock(issuer.token({}, { key: foreign }))).toBe(503);
  expect(issuer.fetches).toBe(2);
  expect(await knock(issuer.token())).toBe(404);
  later(31);
  issuer.answer = undefined;
  expect(await knock(issuer.token({}, { key: foreign }))).toBe(401);
  expect(issuer.fetches).toBe(3);
});

test('Callers: while the key server is down, unknown keys are answered 503 and cached keys still work', async () => {
  const other = await Issuer.start();
  await putSiteOf(`other-${site}`, other);
  expect(await knock(issuer.token())).toBe(404);
  await Promise.all([issuer.stop(), other.stop()]);
  expect(await knock(other.token())).toBe(503);
  later(60);
  expect(await knock(issuer.token())).toBe(404);
});
