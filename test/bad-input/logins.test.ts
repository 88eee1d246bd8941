import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call } from '../support/api.ts';
import { Issuer } from '../support/issuer.ts';
import { silenceLogs } from '../support/quiet.ts';
import { putSiteOf } from '../support/site.ts';
import { startWithEmptyTable } from '../support/stack.ts';
import { runs } from './stage.ts';

/**
 * Random tokens of an issuer: the API accepts a token only if it follows every rule of docs/contract.md#2-callers, "Bearer
 * JWT".
 */

const DAY = 86_400;
let issuer: Issuer;

beforeAll(async () => {
  silenceLogs();
  await startWithEmptyTable();
  issuer = await Issuer.start();
  issuer.trust = { authorizedParties: ['portal'] };
  await putSiteOf('lab', issuer);
});
afterAll(() => issuer.stop());

/** A claim's or header's value that follows its rule, or one that breaks it. Numbers are seconds from now. */
type Piece = { value: unknown; isRight: boolean };
const right = (...values: unknown[]) => fc.constantFrom(...values.map(value => ({ value, isRight: true })));
const wrong = (...values: unknown[]) => fc.constantFrom(...values.map(value => ({ value, isRight: false })));
const mostlyRight = (good: fc.Arbitrary<Piece>, bad: fc.Arbitrary<Piece>) =>
  fc.oneof({ weight: 12, arbitrary: good }, { weight: 1, arbitrary: bad });
const odd = fc
  .oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom('x', '', 7, true, [], {}))
  .map(value => ({ value, isRight: false }));

const pieces = fc.record({
  typ: mostlyRight(
    right(undefined, 'JWT', 'at+jwt', 'application/At+Jwt'),
    fc.oneof(wrong('logout+jwt', 'dpop+jwt', 'jwt/x'), odd),
  ),
  aud: mostlyRight(right('roompass', ['x', 'roompass']), wrong(undefined, 'x', [], ['x'], 7, null)),
  azp: mostlyRight(right(undefined, 'roompass', 'portal'), odd),
  cnf: mostlyRight(right(undefined), odd),
  events: mostlyRight(right(undefined), odd),
  sub: mostlyRight(right('owner', 'A.b@c'), wrong(undefined, '', 'a b', 7, null, '..', 'x'.repeat(129))),
});
const times = fc.record({
  iat: fc.option(fc.constantFrom(-2 * DAY, -DAY, -3600, 0, 50, 120), { nil: undefined }),
  exp: fc.option(fc.constantFrom(-3600, -70, -50, 0, 3600, DAY - 100, DAY, DAY + 50, DAY + 100, 50 * DAY), {
    nil: undefined,
  }),
});

function isTimely({ iat, exp }: { iat: number | undefined; exp: number | undefined }): boolean {
  if (exp === undefined || exp <= -60) return false;
  return iat === undefined ? exp <= DAY + 60 : iat <= 60 && exp - iat <= DAY;
}

test('the API accepts a signed token if, and only if, it follows every rule', async () => {
  const counts = { logins: 0, refusals: 0 };
  const property = fc.asyncProperty(pieces, times, async ({ typ, ...claims }, { iat, exp }) => {
    const now = Math.floor(Date.now() / 1000);
    const at = (offset: number | undefined) => (offset === undefined ? undefined : now + offset);
    const values = Object.fromEntries(Object.entries(claims).map(([name, { value }]) => [name, value]));
    const token = await issuer.token(
      { ...values, iat: at(iat), exp: at(exp) },
      { header: { typ: typ.value } },
    );
    const isRight = [typ, ...Object.values(claims)].every(piece => piece.isRight) && isTimely({ iat, exp });
    const { status } = await call('getInviteOptions', { parameters: { roomId: 'none' }, token });
    expect(status).toBe(isRight ? 404 : 401);
    counts[isRight ? 'logins' : 'refusals'] += 1;
  });
  await fc.assert(property, runs(300, 300));
  expect(counts.logins).toBeGreaterThan(30);
  expect(counts.refusals).toBeGreaterThan(30);
});
