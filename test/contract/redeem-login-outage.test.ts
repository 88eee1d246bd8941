import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { call, redeem } from '../support/api.ts';
import { Device } from '../support/device.ts';
import { type Invited, invite, putRoom } from '../support/ground.ts';
import { Issuer } from '../support/issuer.ts';
import { inMinutes } from '../support/scene.ts';
import { putSiteOf } from '../support/site.ts';
import { startWithEmptyTable } from '../support/stack.ts';
import { outcome } from './frozen-stage.ts';

/** docs/contract.md#redeem: the JWKS of the login's issuer cannot be fetched. */

let manager: Issuer;
let issuer: Issuer;
let foreign: Issuer;
let owner: string;
let invited: Invited;
let site = 0;

beforeAll(startWithEmptyTable);
beforeEach(async () => {
  site += 1;
  [manager, issuer, foreign] = await Promise.all([Issuer.start(), Issuer.start(), Issuer.start()]);
  await putSiteOf(`site-${site}`, manager, issuer);
  await putSiteOf(`foreign-${site}`, foreign);
  owner = await manager.token({ scope: 'rooms:write' });
  await putRoom(owner, 'room');
  invited = await invite(owner, 'room');
  issuer.answer = { status: 500, body: 'down' };
});
afterEach(() => Promise.all([manager, issuer, foreign].map(each => each.stop())));

type Asked = { device?: Device; email?: string; of?: Issuer; claims?: object };

/** Redeems with a bearer JWT for the invited address. */
async function visit({ device, email, of = issuer, claims }: Asked = {}) {
  return redeem({
    device: device ?? (await Device.create()),
    link: invited.link,
    enter: true,
    token: await of.token({ sub: 'ada', email: invited.email, ...claims }),
    ...(email !== undefined && { email }),
  });
}

test('a person who is known only by the login gets 503 with Retry-After', async () => {
  const answer = await visit();
  expect(answer).toMatchObject({ status: 503, body: { code: 'temporarily_unavailable' } });
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  issuer.answer = undefined;
  expect(outcome(await visit())).toBe('admitted');
});

test('redeem waits 1.5 seconds for keys that do not arrive', async () => {
  issuer.answer = 'hanging';
  const began = performance.now();
  expect((await visit()).status).toBe(503);
  const waited = performance.now() - began;
  expect(waited).toBeGreaterThan(1400);
  expect(waited).toBeLessThan(2900);
});

test('a bound device and the right address enter without the login', async () => {
  const device = await Device.create();
  expect(outcome(await visit({ device, email: invited.email }))).toBe('admitted');
  expect(outcome(await visit({ device }))).toBe('admitted');
});

test('a wrong address is counted and refused: an outage does not lift the lock', async () => {
  for (let attemptsLeft = 4; attemptsLeft >= 0; attemptsLeft -= 1)
    expect((await visit({ email: 'eve@example.edu' })).body).toMatchObject({
      code: 'email_mismatch',
      attemptsLeft,
    });
  expect(outcome(await visit({ email: invited.email }))).toBe('too_many_attempts');
});

test('the answer is the same for every claimed e-mail, so that no caller learns the invited address', async () => {
  for (const claims of [{ email: 'eve@example.edu' }, { email: undefined }, {}])
    expect((await visit({ claims })).status).toBe(503);
});

test('redeem answers whatever does not depend on the login', async () => {
  await putRoom(owner, 'room', { startsAt: inMinutes(-60), endsAt: inMinutes(-1) });
  expect(outcome(await visit())).toBe('ended');
  await putRoom(owner, 'room', { startsAt: inMinutes(20) });
  expect(outcome(await visit({ email: invited.email }))).toBe('waiting');
  expect((await visit()).status).toBe(503);
  const parameters = { roomId: 'room', id: invited.id };
  await call('revokeInvitation', { parameters, token: owner });
  expect(outcome(await visit())).toBe('invitation_revoked');
});

test('a login that no key could make valid is ignored: expired, another kind of token, of another site', async () => {
  foreign.answer = { status: 500, body: 'down' };
  const past = Math.floor(Date.now() / 1000) - 3600;
  expect(outcome(await visit({ claims: { exp: past } }))).toBe('lobby');
  expect(outcome(await visit({ claims: { events: {} } }))).toBe('lobby');
  expect(outcome(await visit({ of: foreign }))).toBe('lobby');
  expect([issuer.fetches, foreign.fetches]).toEqual([0, 0]);
});

test('a request without a login does not wait for the keys, and cached keys are used while the server is down', async () => {
  issuer.answer = 'hanging';
  const began = performance.now();
  const { body } = await redeem({ device: await Device.create(), link: invited.link });
  expect(body.state).toBe('lobby');
  expect(performance.now() - began).toBeLessThan(1000);
  issuer.answer = undefined;
  expect(outcome(await visit({ claims: { email: 'eve@example.edu' } }))).toBe('lobby');
  issuer.answer = 'hanging';
  expect(outcome(await visit())).toBe('admitted');
});
