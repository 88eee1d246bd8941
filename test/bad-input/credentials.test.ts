import { decodeJwt } from 'jose';
import { beforeAll, expect, test } from 'vitest';
import type { Caller } from '../../functions/contract/route.ts';
import type { RouteName } from '../../functions/contract/routes.ts';
import { routeNames, routeOf, Stage } from './stage.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.set();
}, 60_000);

const routesOf = (...callers: Caller[]): RouteName[] =>
  routeNames.filter(name => callers.includes(routeOf(name).caller));

test.each(routesOf('person', 'backend', 'administrator'))(
  '%s refuses a malformed or forged Authorization',
  async name => {
    const right = await stage.rightCall(name);
    for (const authorization of forgedLogins(stage.owner)) {
      const answer = await stage.attack(name, {
        ...right,
        token: '',
        headers: { ...right.headers, authorization },
      });
      expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    }
  },
);

test.each(routesOf('invitee', 'admitted'))('%s refuses a malformed or forged device proof', async name => {
  const right = await stage.rightCall(name);
  const genuine = right.headers?.dpop ?? '';
  const [head = '', body = '', signature = ''] = genuine.split('.');
  const proofs = [
    '',
    'x',
    '..',
    'a.b.c',
    body,
    `${head}.${body}.`,
    `${head}.${body}`,
    `${signature}.${body}.${head}`,
    `${genuine}, ${genuine}`,
    `${json({ alg: 'none', typ: 'dpop+jwt' })}.${body}.`,
    `${json({ alg: 'HS256', typ: 'dpop+jwt', jwk: { kty: 'oct', k: 'AA' } })}.${body}.${signature}`,
    `${json({ alg: 'ES256', typ: 'dpop+jwt', jwk: null })}.${body}.${signature}`,
    `${json({ alg: 'ES256', typ: 'dpop+jwt', jwk: { kty: 'EC', crv: 'P-256', x: '__proto__', y: 7 } })}.${body}.${signature}`,
    'x'.repeat(9000),
    '\u0000',
    '\ud800',
  ];
  for (const dpop of proofs) {
    const answer = await stage.attack(name, { ...right, headers: { ...right.headers, dpop } });
    expect(answer).toMatchObject({ status: 401, body: { code: 'invalid_device_proof' } });
  }
});

const json = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

function forgedLogins(genuine: string): string[] {
  const [head = '', , signature = ''] = genuine.split('.');
  const claims = decodeJwt(genuine);
  const { kid } = JSON.parse(Buffer.from(head, 'base64url').toString());
  const withClaims = (changed: object) => `Bearer ${head}.${json({ ...claims, ...changed })}.${signature}`;
  const withHead = (changed: object, end = signature) =>
    `Bearer ${json({ alg: 'ES256', kid, ...changed })}.${json(claims)}.${end}`;
  return [
    '',
    ' ',
    'Bearer',
    'Bearer ',
    'bearer  x',
    'Bearer a b',
    'Basic YTpi',
    'DPoP x.y.z',
    'KS abc',
    'Bearer x',
    'Bearer ..',
    'Bearer x.y.z',
    'Bearer e30.e30.',
    'Bearer bnVsbA.bnVsbA.AA',
    genuine,
    `Bearer ${genuine}.`,
    `Bearer ${genuine}x`,
    `Bearer ${genuine}, Bearer ${genuine}`,
    `Bearer ${'a'.repeat(9000)}`,
    'Bearer \u0000',
    'Bearer \ud800',
    'Bearer é.é.é',
    ...[
      '\ud800',
      '',
      'x'.repeat(501),
      '€'.repeat(500),
      7,
      null,
      {},
      [claims.iss],
      '__proto__',
      `${claims.iss}/`,
    ].map(iss => withClaims({ iss })),
    withClaims({ sub: 'admin' }),
    withClaims({ exp: 'never' }),
    withClaims({ exp: 1e308 }),
    withHead({ alg: 'none' }, ''),
    withHead({ alg: 'none' }),
    withHead({ alg: 'HS256' }),
    withHead({ alg: 7 }),
    withHead({ kid: '../../x' }),
    withHead({ kid: null }),
    withHead({ crit: ['b64'], b64: false }),
    withHead({ crit: 'exp' }),
    withHead({ jwk: {} }),
  ];
}
