import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { Problem } from '../../domain/problems.ts';
import { verifyFormToken } from '../../functions/adapters/launch-tokens.ts';
import { readLinkToken } from '../../functions/adapters/links.ts';
import { call, tokenOf } from '../support/api.ts';
import { FULL } from '../support/full.ts';
import { invite, putRoom } from '../support/ground.ts';
import { formToken } from '../support/kaf.ts';
import { origin } from '../support/stack.ts';
import { Stage, seed } from './stage.ts';

const TOKENS = FULL ? 100_000 : 20_000;
const THROUGH_HANDLER = FULL ? 3000 : 600;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

let stage: Stage;
let genuine: string[];

beforeAll(async () => {
  stage = await Stage.set();
  // Room ids of three lengths, so that the last character of each token part has unused bits in some of the tokens.
  const rooms = ['tokens', 'tokens1', 'tokens12'];
  for (const roomId of rooms) await putRoom(stage.owner, roomId);
  genuine = await Promise.all(rooms.map(async room => tokenOf((await invite(stage.owner, room)).link)));
}, 60_000);

const base64url = (text: string | Buffer) => Buffer.from(text).toString('base64url');
const partsOf = (token: string) => token.split('.') as [string, string, string];

/** Other base64url spellings of the same bytes, which a tolerant decoder reads as the same token. */
function spellings(token: string): string[] {
  return partsOf(token).flatMap((part, index, parts) => {
    const bytes = Buffer.from(part, 'base64url');
    const others = [...ALPHABET]
      .map(last => part.slice(0, -1) + last)
      .filter(other => other !== part && Buffer.from(other, 'base64url').equals(bytes));
    const loose = [`${part}=`, `${part}==`, ` ${part}`, `${part}\n`, `${part}!`, bytes.toString('base64')];
    const changed = [...others, ...loose].filter(other => other !== part);
    return changed.map(other => parts.with(index, other).join('.'));
  });
}

/** Forgeries by an attacker who has a link and knows the format of tokens. */
function forgeries(token: string): string[] {
  const [head, payload, signature] = partsOf(token);
  const { alg, kid } = JSON.parse(Buffer.from(head, 'base64url').toString());
  const heads = [
    { alg: 'none' },
    { alg: 'none', kid },
    { alg: 'HS512', kid },
    { alg, kid: '2' },
    { alg, kid: '' },
    { alg, kid: '__proto__' },
    { kid, alg },
    { alg, kid, jwk: { kty: 'oct', k: '' } },
    { alg },
  ];
  const bytes = Buffer.from(payload, 'base64url');
  const edits = [...bytes.keys()].flatMap(at =>
    [1, 128].map(bit => {
      const edited = Buffer.from(bytes);
      edited[at] = (edited[at] ?? 0) ^ bit;
      return base64url(edited);
    }),
  );
  const longer = [
    Buffer.concat([bytes, Buffer.from('x')]),
    bytes.subarray(0, -1),
    Buffer.alloc(0),
    bytes.subarray(32),
  ];
  return [
    ...heads.flatMap(each => [
      `${base64url(JSON.stringify(each))}.${payload}.${signature}`,
      `${base64url(JSON.stringify(each))}.${payload}.`,
    ]),
    ...[...edits, ...longer.map(base64url)].map(each => `${head}.${each}.${signature}`),
    `${payload}.${head}.${signature}`,
    `${signature}.${payload}.${head}`,
    `${head}.${signature}.${payload}`,
    `${head}.${payload}`,
    `${head}.${payload}.`,
    `${head}..${signature}`,
    `.${payload}.${signature}`,
    `${token}.`,
    `.${token}`,
    `${token}.${signature}`,
    `${token}A`,
    token.slice(0, -1),
    token.toUpperCase(),
    `${token} `,
    `${token}#`,
    '.',
    '..',
    '...',
  ];
}

/** Tokens that combine parts of different links; none is valid. */
const mixtures = () =>
  genuine.flatMap(one =>
    genuine
      .filter(other => other !== one)
      .flatMap(other => {
        const [head, payload] = partsOf(one);
        return [`${head}.${payload}.${partsOf(other)[2]}`];
      }),
  );

const byHand = () => [...genuine.flatMap(token => [...spellings(token), ...forgeries(token)]), ...mixtures()];

/** A genuine token with one character changed, added or removed, or text that is no token. */
const random = () => {
  const character = fc.constantFrom(...ALPHABET, '.', '=', '+', '\u0000', 'é');
  const changed = fc
    .tuple(
      fc.constantFrom(...genuine),
      fc.nat(),
      fc.nat({ max: 1 }),
      fc.constantFrom('', ' ').chain(each => (each === '' ? fc.constant('') : character)),
    )
    .map(([token, nat, taken, put]) => {
      const at = nat % token.length;
      return token.slice(0, at) + put + token.slice(at + taken);
    })
    .filter(token => !genuine.includes(token));
  const text = fc.oneof(
    fc.string({ minLength: 1, maxLength: 200 }),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 100 }),
    fc.string({ unit: fc.constantFrom(...ALPHABET, '.'), minLength: 1, maxLength: 250 }),
  );
  return fc.oneof({ weight: 3, arbitrary: changed }, { weight: 1, arbitrary: text });
};

async function outcomeOf(token: string): Promise<string> {
  try {
    await readLinkToken(token);
    return 'taken';
  } catch (error) {
    return error instanceof Problem ? error.code : 'broken';
  }
}

test('a tampered launch token is refused as link_invalid, without a database request', async () => {
  const token = await formToken(new Date());
  const now = new Date().toISOString();
  expect(await verifyFormToken(token, now)).toMatchObject({ site: 'demo' });
  // A decoder may ignore white space; such a token is the same one, and used once all the same.
  const tampered = forgeries(token).filter(each => each.trim() === each);
  stage.meter.take();
  for (const each of tampered)
    await expect(verifyFormToken(each, now), each).rejects.toMatchObject({ code: 'link_invalid' });
  expect(stage.meter.take()).toMatchObject({ reads: 0, writes: 0 });
});

test(`readLinkToken refuses each of ${TOKENS} tampered and random tokens as link_invalid, without a database request`, {
  timeout: 300_000,
}, async () => {
  for (const token of genuine) expect(await outcomeOf(token)).toBe('taken');
  const tokens = [...byHand(), ...fc.sample(random(), { seed, numRuns: TOKENS })];
  stage.meter.take();
  const startedAt = performance.now();
  const taken: string[] = [];
  for (const token of tokens) if ((await outcomeOf(token)) !== 'link_invalid') taken.push(token);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  expect(taken).toEqual([]);
  const usage = stage.meter.take();
  expect([usage.reads, usage.writes, usage.refused]).toEqual([0, 0, 0]);
  console.log(
    `${tokens.length} tokens refused in ${seconds} s (${byHand().length} made by hand), no request to the database`,
  );
});

test(`redeem answers each of ${THROUGH_HANDLER} of them with link_invalid, with one proof and without a database request`, {
  timeout: 300_000,
}, async () => {
  const tokens = [...byHand(), ...fc.sample(random(), { seed: seed + 1, numRuns: THROUGH_HANDLER })].slice(
    0,
    THROUGH_HANDLER,
  );
  let dpop = '';
  let provedAt = 0;
  stage.meter.take();
  for (const token of tokens) {
    if (Date.now() - provedAt > 30_000) {
      dpop = await stage.device.proof(`${origin}/v1/redeem`);
      provedAt = Date.now();
    }
    const { status, body } = await call('redeemInvitation', {
      body: { token, enter: true },
      headers: { dpop },
    });
    expect({ token, status, code: body.code }).toEqual({ token, status: 404, code: 'link_invalid' });
  }
  const usage = stage.meter.take();
  expect([usage.reads, usage.writes, usage.refused]).toEqual([0, 0, 0]);
});

test('a request for a fresh link with them does not reach the database either', async () => {
  stage.meter.take();
  for (const token of byHand().slice(0, 300)) {
    expect((await call('requestLink', { body: { token } })).status).toBe(202);
  }
  expect(stage.meter.take().reads).toBe(0);
});
