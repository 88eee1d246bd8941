import { decodeJwt } from 'jose';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { signOwnToken } from '../../../functions/adapters/own-tokens.ts';
import { type Answer, call, session, tokenOf } from '../../support/api.ts';
import { awsLike } from '../../support/aws-like/aws-like.ts';
import { DatabaseMeter } from '../../support/database.ts';
import { atOnce, persist, startWithRoom, tally } from '../../support/ground.ts';
import { admitted, launchByForm, launchForm, putLauncher } from '../../support/kaf.ts';

/** docs/contract.md#2-callers: a launch token is good for one form, for 60 seconds, and for nothing else. */

const ROOM = '1_abcdefgh';
const NOTHING = { reads: 0, writes: 0, refused: 0, readUnits: 0, writeUnits: 0 };
let owner: string;
let meter: DatabaseMeter;

beforeAll(async () => {
  ({ owner } = await startWithRoom(ROOM));
  meter = new DatabaseMeter();
});

beforeEach(() => launchByForm());

afterEach(() => {
  vi.useRealTimers();
});

test('of 20 uses at once exactly one gets a form', async () => {
  const { launchToken } = await admitted(owner, ROOM);
  const answers = await atOnce(20, () => persist(() => launchForm(launchToken)));
  expect(tally(answers)).toEqual({ 200: 1, link_expired: 19 });
  expect((await launchForm(launchToken)).body.code).toBe('link_expired');
});

test('a lost answer of the database does not use a token up', async () => {
  const entered = await atOnce(10, () => admitted(owner, ROOM));
  awsLike.take();
  awsLike.set({ lost: 0.2, seed: 7 });
  const answers: Answer[] = [];
  for (const { launchToken } of entered) answers.push(await launchForm(launchToken));
  awsLike.set();
  expect(awsLike.take().lost.UpdateItem).toBeGreaterThan(0);
  expect(tally(answers)).toEqual({ 200: 10 });
});

test('a form costs one write unit, and the refusal of a used token names site and locale', async () => {
  const { launchToken } = await admitted(owner, ROOM, { locale: 'fr' });
  meter.take();
  expect((await launchForm(launchToken)).status).toBe(200);
  expect(meter.take()).toEqual({ ...NOTHING, writes: 1, writeUnits: 1 });
  expect(await launchForm(launchToken)).toMatchObject({
    status: 410,
    body: { code: 'link_expired', locale: 'fr', site: { name: 'Example University' } },
  });
});

test('a token is refused 60 seconds after it was signed, without a request to the database', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const { launchToken } = await admitted(owner, ROOM);
  const { iat = 0, exp } = decodeJwt(launchToken);
  expect(exp).toBe(iat + 60);
  vi.setSystemTime((iat + 60) * 1000);
  meter.take();
  expect(await launchForm(launchToken)).toMatchObject({ status: 410, body: { code: 'link_expired' } });
  expect(meter.take()).toEqual(NOTHING);
  vi.setSystemTime((iat + 59) * 1000);
  expect((await launchForm(launchToken)).status).toBe(200);
});

test('a forged token, a ticket and a link token are refused, without a request to the database', async () => {
  const { launchToken, ticket, link } = await admitted(owner, ROOM);
  const [header, payload, signature] = launchToken.split('.') as [string, string, string];
  const claims = { ...decodeJwt(launchToken), room: 'another', role: 'moderator' };
  const edited = Buffer.from(JSON.stringify(claims)).toString('base64url');
  const unsigned = Buffer.from('{"alg":"none","typ":"launch+jwt"}').toString('base64url');
  const wrong = [
    `${header}.${edited}.${signature}`,
    `${header}.${payload}.${'A'.repeat(86)}`,
    `${unsigned}.${payload}.`,
    launchToken.slice(0, -4),
    ticket,
    tokenOf(link),
    owner,
    'x',
  ];
  meter.take();
  for (const token of wrong)
    expect(await launchForm(token), token).toMatchObject({ status: 404, body: { code: 'link_invalid' } });
  expect(meter.take()).toEqual(NOTHING);
  expect((await launchForm(launchToken)).status).toBe(200);
});

test('a launch token is neither a ticket nor a login', async () => {
  const { launchToken, device } = await admitted(owner, ROOM);
  expect(await session(device, launchToken)).toMatchObject({
    status: 401,
    body: { code: 'unauthenticated' },
  });
  const asBearer = await call('getInviteOptions', { parameters: { roomId: ROOM }, token: launchToken });
  expect(asBearer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
});

test('a launch token of a site with another launcher gives no form', async () => {
  const template = 'https://media.example.edu/room/{roomId}#{launchToken}';
  const byForm = await admitted(owner, ROOM);
  await putLauncher({ type: 'url', template });
  const byUrl = await admitted(owner, ROOM);
  const refused = { status: 404, body: { code: 'link_invalid' } };
  for (const { launchToken } of [byForm, byUrl]) expect(await launchForm(launchToken)).toMatchObject(refused);
  await launchByForm();
  // The token was not made for a form, so it has no names.
  expect(await launchForm(byUrl.launchToken)).toMatchObject(refused);
  expect((await launchForm(byForm.launchToken)).status).toBe(200);
});

test('a launch token needs both its `typ` and its audience', async () => {
  const now = new Date().toISOString();
  const { launchToken } = await admitted(owner, ROOM);
  const claims = decodeJwt(launchToken);
  const signed = (typ: string, changes: object = {}) => signOwnToken({ ...claims, ...changes }, typ, now);
  const others = [
    ...['at+jwt', 'session+jwt', 'login+jwt', 'JWT'].map(typ => signed(typ)),
    ...['demo', 'manage:demo', 'login:demo', 'launch:', ['launch:demo'], 'x-launch:demo'].map(aud =>
      signed('launch+jwt', { aud }),
    ),
    signed('launch+jwt', { jti: undefined }),
    signed('launch+jwt', { exp: undefined }),
  ];
  for (const other of others) expect((await launchForm(await other)).body.code).toBe('link_invalid');
  expect((await launchForm(await signed('launch+jwt'))).status).toBe(200);
});
