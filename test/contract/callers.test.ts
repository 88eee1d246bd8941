import { randomUUID } from 'node:crypto';
import { base64url, exportSPKI, importJWK, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, login, redeem } from '../support/api.ts';
import { Device } from '../support/device.ts';
import { invite, putRoom } from '../support/ground.ts';
import { createKey, Issuer } from '../support/issuer.ts';
import { putSiteOf } from '../support/site.ts';
import { startWithEmptyTable } from '../support/stack.ts';

/**
 * docs/contract.md#2-callers, "Bearer JWT": for a room that does not exist, a valid token gets 404 and an invalid one 401.
 */

let main: Issuer;
let second: Issuer;
let annex: Issuer;

beforeAll(async () => {
  await startWithEmptyTable();
  [main, second, annex] = await Promise.all([Issuer.start(), Issuer.start(), Issuer.start()]);
  await putSiteOf('lab', main, second);
  await putSiteOf('annex', annex);
});
afterAll(async () => {
  await Promise.all([main, second, annex].map(issuer => issuer.stop()));
});

const knock = (token: string, roomId = 'no-such-room') =>
  call('getInviteOptions', { parameters: { roomId }, token });
const accepted = expect.objectContaining({ status: 404 });
const refused = expect.objectContaining({
  status: 401,
  body: expect.objectContaining({ code: 'unauthenticated' }),
});

describe('Callers: an issuer belongs to one site, and decides the site', () => {
  test('every issuer of a site signs people in to it, and to no other site', async () => {
    await putRoom(await main.token({ scope: 'rooms:write' }), 'bio');
    expect((await knock(await main.token(), 'bio')).status).toBe(200);
    expect((await knock(await second.token(), 'bio')).status).toBe(200);
    expect(await knock(await annex.token(), 'bio')).toMatchObject({ body: { code: 'room_not_found' } });
  });

  test('an issuer of one site cannot be given to another', async () => {
    await expect(putSiteOf('annex', annex, main)).rejects.toThrow('belongs to another site');
    expect((await knock(await main.token(), 'bio')).status).toBe(200);
  });

  test('an issuer that no site trusts, or no longer trusts, is refused', async () => {
    const former = await Issuer.start();
    expect(await knock(await former.token())).toEqual(refused);
    await putSiteOf('gone', former);
    expect(await knock(await former.token())).toEqual(accepted);
    await putSiteOf('gone');
    expect(await knock(await former.token())).toEqual(refused);
    await former.stop();
  });

  test('`iss` must match exactly, and one issuer cannot sign for the other', async () => {
    expect(await knock(await main.token({ iss: `${main.issuer}/` }))).toEqual(refused);
    expect(await knock(await main.token({ iss: main.issuer.toUpperCase() }))).toEqual(refused);
    expect(await knock(await main.token({ iss: undefined }))).toEqual(refused);
    expect(await knock(await second.token({ iss: main.issuer }))).toEqual(refused);
    expect(await knock(await second.token({ iss: annex.issuer }))).toEqual(refused);
  });
});

describe('Callers: asymmetric algorithms only', () => {
  test.each(['ES256', 'ES384', 'ES512', 'EdDSA', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'])(
    '%s is accepted',
    { timeout: 60_000 },
    async alg => {
      const issuer = await Issuer.start();
      issuer.keys = [await createKey(alg)];
      await putSiteOf(`alg-${alg.toLowerCase()}`, issuer);
      expect(await knock(await issuer.token())).toEqual(accepted);
      await issuer.stop();
    },
  );

  test('HS256 with the public key as secret is refused, in whatever spelling', async () => {
    const [key] = main.keys;
    if (key === undefined) throw new Error('there is a key');
    const publicKey = await importJWK(key.publicJwk, key.alg, { extractable: true });
    if (publicKey instanceof Uint8Array) throw new Error('it is a public key');
    const spki = await exportSPKI(publicKey);
    for (const secret of [spki, spki.trim(), JSON.stringify(key.publicJwk), JSON.stringify(main.keySet)]) {
      const forged = await new SignJWT({ iss: main.issuer, aud: 'roompass', sub: 'owner', exp: 4e9 })
        .setProtectedHeader({ alg: 'HS256', kid: key.kid })
        .sign(Buffer.from(secret));
      expect(await knock(forged)).toEqual(refused);
    }
  });

  test('alg none is refused, with and without the genuine signature', async () => {
    const [, payload, signature] = (await main.token()).split('.');
    for (const alg of ['none', 'None', 'NONE', '']) {
      const header = base64url.encode(JSON.stringify({ alg, kid: main.keys[0]?.kid }));
      expect(await knock(`${header}.${payload}.`)).toEqual(refused);
      expect(await knock(`${header}.${payload}.${signature}`)).toEqual(refused);
    }
  });

  test('a key in the token’s header, or at a URL in it, is not used', async () => {
    const own = await createKey('ES256');
    for (const header of [
      { jwk: own.publicJwk, kid: main.keys[0]?.kid },
      { jku: second.trusted.jwksUrl },
      { jwk: own.publicJwk },
    ])
      expect(await knock(await main.token({ sub: 'owner' }, { key: own, header }))).toEqual(refused);
  });

  test('a changed claim or signature is refused', async () => {
    const [header, payload = '', signature = ''] = (await main.token({ sub: 'student' })).split('.');
    const claims = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), sub: 'owner' };
    expect(await knock(`${header}.${base64url.encode(JSON.stringify(claims))}.${signature}`)).toEqual(
      refused,
    );
    expect(await knock(`${header}.${payload}.${signature.slice(0, -4)}AAAA`)).toEqual(refused);
  });
});

describe('Callers: audience and time', () => {
  test('`aud` must be the configured audience', async () => {
    for (const aud of ['other', 'Roompass', undefined, ['other'], ''])
      expect(await knock(await main.token({ aud })), String(aud)).toEqual(refused);
    expect(await knock(await main.token({ aud: ['other', 'roompass'] }))).toEqual(accepted);
  });

  test('`exp` is required, and a token is refused 60 seconds (the clock skew) after it', async () => {
    const now = Math.floor(Date.now() / 1000);
    expect(await knock(await main.token({ exp: undefined }))).toEqual(refused);
    expect(await knock(await main.token({ exp: now - 50 }))).toEqual(accepted);
    expect(await knock(await main.token({ exp: now - 61 }))).toEqual(refused);
  });

  test('`nbf` may be 60 seconds ahead', async () => {
    const now = Math.floor(Date.now() / 1000);
    expect(await knock(await main.token({ nbf: now + 50 }))).toEqual(accepted);
    expect(await knock(await main.token({ nbf: now + 120 }))).toEqual(refused);
  });
});

describe('Callers: credentials that are refused', () => {
  test('tickets and launch tokens of Roompass itself are refused', async () => {
    const owner = await login({ sub: 'owner', scope: 'rooms:write' });
    await putRoom(owner, 'demo-room');
    const { link, email } = await invite(owner, 'demo-room');
    const { body } = await redeem({ device: await Device.create(), link, email, enter: true });
    const launchToken = new URL(body.joinUrl).searchParams.get('t') ?? '';
    expect(launchToken.split('.')).toHaveLength(3);
    for (const token of [body.ticket, launchToken, link.split('#')[1]])
      expect(await knock(token)).toEqual(refused);
  });

  test.each([
    '',
    'Bearer',
    'Bearer ',
    'Bearer a b',
    'Basic b3duZXI6eA==',
    'DPoP x',
    `Bearer ${randomUUID()}`,
    'Bearer a.b.c',
    'KS x',
  ])('Authorization: %s is refused', async authorization => {
    const answer = await call('getInviteOptions', {
      parameters: { roomId: 'x' },
      headers: { authorization },
    });
    expect(answer).toEqual(refused);
    expect(answer.headers['www-authenticate']).toContain('Bearer');
  });
});
