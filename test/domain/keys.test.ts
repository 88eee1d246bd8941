import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  ALWAYS,
  type DatedKey,
  LINK_LIFE_MILLIS,
  nextKid,
  nextSignsFrom,
  rotated,
  signingKey,
  TICKET_LIFE_MILLIS,
  verifiesUntil,
  verifyingKeys,
} from '../../domain/keys.ts';
import { days, minutes } from '../../domain/time.ts';

type Keys = [DatedKey, ...DatedKey[]];
/** The versions of the stored keys, each with the time from which it was stored; oldest first. */
type Stored = { since: number; keys: Keys }[];

const START = Date.parse('2026-03-01T12:00:00Z');
const FIRST: Keys = [{ kid: '1', signsFrom: ALWAYS }];
const at = (millis: number) => new Date(millis).toISOString();

/** Clock skew: any two clocks differ by at most five minutes. */
const clock = fc.integer({ min: -minutes(2.5), max: minutes(2.5) });
const rotation = fc.record({
  later: fc.oneof(fc.integer({ max: minutes(30), min: 0 }), fc.integer({ min: 0, max: days(600) })),
  clock,
});
const life = fc.constantFrom(minutes(5), TICKET_LIFE_MILLIS, LINK_LIFE_MILLIS);

function rotateOn(rotations: { later: number; clock: number }[], lifeMillis: number): Stored {
  const stored: Stored = [{ since: START, keys: FIRST }];
  for (const { later, clock } of rotations) {
    const { since, keys } = stored.at(-1) ?? { since: START, keys: FIRST };
    const now = at(since + later + clock);
    const fresh = { kid: nextKid(keys), signsFrom: nextSignsFrom(keys, now) };
    stored.push({ since: since + later, keys: rotated(keys, fresh, { now, lifeMillis }) });
  }
  return stored;
}

const storedAt = (stored: Stored, millis: number): Keys =>
  stored.findLast(({ since }) => since <= millis)?.keys ?? FIRST;

/** Moments near a change, because errors show there. */
const moments = (stored: Stored) =>
  fc
    .tuple(
      fc.constantFrom(...stored.flatMap(({ since, keys }) => [since, Date.parse(keys[0].signsFrom)])),
      fc.integer({ min: -minutes(6), max: minutes(6) }),
    )
    .map(([near, off]) => Math.max(START, near + off));

test('a signature of any instance verifies at every instance for its whole life, through any rotations', () => {
  const rotations = fc.array(rotation, { minLength: 1, maxLength: 8 });
  const story = fc.tuple(rotations, life).chain(([given, lifeMillis]) => {
    const stored = rotateOn(given, lifeMillis);
    return fc.record({
      stored: fc.constant(stored),
      lifeMillis: fc.constant(lifeMillis),
      signedAt: moments(stored),
      signer: fc.record({ cachedFor: fc.integer({ min: 0, max: 30_000 }), clock }),
      // A verifier caches the published keys for 5 minutes, and the function that publishes them for half a minute.
      verifier: fc.record({ cachedFor: fc.integer({ min: 0, max: minutes(5.5) }), clock }),
      age: fc.oneof(fc.constant(0), fc.constant(lifeMillis - 1), fc.integer({ min: 0, max: lifeMillis - 1 })),
    });
  });
  fc.assert(
    fc.property(story, ({ stored, lifeMillis, signedAt, signer, verifier, age }) => {
      const known = storedAt(stored, signedAt - signer.cachedFor);
      const { kid } = signingKey(known, at(signedAt + signer.clock));
      const verifiedAt = signedAt + age;
      const there = storedAt(stored, verifiedAt - verifier.cachedFor);
      const verifying = verifyingKeys(there, { now: at(verifiedAt + verifier.clock), lifeMillis });
      expect(verifying.map(each => each.kid)).toContain(kid);
    }),
    { numRuns: 20_000 },
  );
});

test('a key signs from its signsFrom until its successor’s', () => {
  const keys: Keys = [{ kid: '2', signsFrom: at(START) }, ...FIRST];
  expect(signingKey(keys, at(START - 1)).kid).toBe('1');
  expect(signingKey(keys, at(START)).kid).toBe('2');
});

test('the only key signs, whatever the clock says', () => {
  expect(signingKey([{ kid: '7', signsFrom: at(START) }], at(START - days(1))).kid).toBe('7');
});

test('a key is removed when everything that it signed has expired, and no longer verifies from then on', () => {
  const now = at(START);
  const successor = { kid: '2', signsFrom: nextSignsFrom(FIRST, now) };
  const keys = rotated(FIRST, successor, { now, lifeMillis: LINK_LIFE_MILLIS });
  const end = Date.parse(verifiesUntil(successor, LINK_LIFE_MILLIS));
  const kids = (millis: number) =>
    verifyingKeys(keys, { now: at(millis), lifeMillis: LINK_LIFE_MILLIS }).map(({ kid }) => kid);
  expect(kids(end - 1)).toEqual(['2', '1']);
  expect(kids(end)).toEqual(['2']);
  const third = { kid: '3', signsFrom: at(end) };
  const later = rotated(keys, third, { now: at(end), lifeMillis: LINK_LIFE_MILLIS });
  expect(later.map(({ kid }) => kid)).toEqual(['3', '2']);
});

test('a kid is never reused, also if all older keys were removed at once', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 200 }), drops => {
      let keys = FIRST;
      const kids = new Set(['1']);
      for (const isDrop of drops) {
        const fresh = { kid: nextKid(keys), signsFrom: at(START) };
        expect(kids).not.toContain(fresh.kid);
        kids.add(fresh.kid);
        keys = isDrop ? [fresh] : [fresh, ...keys];
      }
    }),
    { numRuns: 50 },
  );
  expect(nextKid([{ kid: 'z', signsFrom: ALWAYS }])).toBe('10');
});
