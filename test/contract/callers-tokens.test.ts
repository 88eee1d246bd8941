import { afterAll, beforeAll, expect, test } from 'vitest';
import { call } from '../support/api.ts';
import { type Claims, Issuer } from '../support/issuer.ts';
import { putSiteOf } from '../support/site.ts';
import { startWithEmptyTable } from '../support/stack.ts';

/** docs/contract.md#2-callers, "Bearer JWT": which of an issuer's signed tokens the API accepts. */

const DAY = 86_400;
let issuer: Issuer;
let withParties: Issuer;

beforeAll(async () => {
  await startWithEmptyTable();
  [issuer, withParties] = await Promise.all([Issuer.start(), Issuer.start()]);
  withParties.trust = { authorizedParties: ['portal', 'app'] };
  await putSiteOf('lab', issuer);
  await putSiteOf('annex', withParties);
});
afterAll(() => Promise.all([issuer.stop(), withParties.stop()]));

/** Whether the API accepts a token that the issuer signed with these claims. */
async function isLogin(claims: Claims, header: object = {}, of = issuer): Promise<boolean> {
  const token = await of.token(claims, { header });
  const { status } = await call('getInviteOptions', { parameters: { roomId: 'none' }, token });
  expect([401, 404]).toContain(status);
  return status === 404;
}

const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

test.each(['JWT', 'jwt', 'at+jwt', 'AT+JWT', 'application/jwt', 'application/at+jwt', 'Application/AT+JWT'])(
  'Callers: `typ` may be %s',
  async typ => expect(await isLogin({}, { typ })).toBe(true),
);

test.each([
  'logout+jwt',
  'dpop+jwt',
  'launch+jwt',
  'session+jwt',
  'secevent+jwt',
  'id_token+jwt',
  'text/jwt',
  'application/application/jwt',
  'JWT ',
  '',
  7,
  null,
  ['JWT'],
])('Callers: `typ` may not be %j', async typ => expect(await isLogin({}, { typ })).toBe(false));

test('Callers: the key is found by `kid` only, even if the issuer has just one', async () => {
  expect(await isLogin({}, { kid: undefined })).toBe(false);
  expect(await isLogin({}, { kid: 7 })).toBe(false);
});

test('Callers: a token lasts at most 24 hours after `iat`', async () => {
  const iat = inSeconds(-3600);
  expect(await isLogin({ iat, exp: iat + DAY })).toBe(true);
  expect(await isLogin({ iat, exp: iat + DAY + 1 })).toBe(false);
  expect(await isLogin({ iat: inSeconds(-2 * DAY), exp: inSeconds(60) })).toBe(false);
  expect(await isLogin({ iat, exp: iat + 95 * 365 * DAY })).toBe(false);
});

test('Callers: a token without `iat` lasts at most 24 hours from now', async () => {
  expect(await isLogin({ exp: inSeconds(DAY - 10) })).toBe(true);
  expect(await isLogin({ exp: inSeconds(DAY + 120) })).toBe(false);
  expect(await isLogin({ exp: 4e9 })).toBe(false);
});

test('Callers: `iat` is a number, and at most 60 seconds in the future', async () => {
  expect(await isLogin({ iat: inSeconds(50) })).toBe(true);
  expect(await isLogin({ iat: inSeconds(120) })).toBe(false);
  expect(await isLogin({ iat: '1' })).toBe(false);
  expect(await isLogin({ iat: null })).toBe(false);
});

test('Callers: `exp` is a number', async () => {
  for (const exp of [String(inSeconds(60)), null, {}]) expect(await isLogin({ exp })).toBe(false);
});

test('Callers: a logout token is refused', async () => {
  const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };
  expect(await isLogin({ events })).toBe(false);
  expect(await isLogin({ events: null })).toBe(false);
});

test('Callers: `azp` is the audience or one of the authorised parties', async () => {
  expect(await isLogin({ azp: 'roompass' })).toBe(true);
  for (const azp of ['portal', '', ['roompass'], null]) expect(await isLogin({ azp })).toBe(false);
  for (const azp of ['roompass', 'portal', 'app']) expect(await isLogin({ azp }, {}, withParties)).toBe(true);
  for (const azp of ['other', 'Portal']) expect(await isLogin({ azp }, {}, withParties)).toBe(false);
});

test('Callers: a token that is bound to a key or certificate is refused as a bearer token', async () => {
  for (const cnf of [{ jkt: 'x' }, { 'x5t#S256': 'x' }, {}, null]) expect(await isLogin({ cnf })).toBe(false);
});
