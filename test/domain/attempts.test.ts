import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  attemptsLeft,
  countWrongAddress,
  lockedUntil,
  requireNotLocked,
  type WrongAddresses,
} from '../../domain/attempts.ts';
import { codeThrownBy, inMinutes } from './fixtures.ts';

const HOUR = 60;
const DAY = 24 * HOUR;

type Count = WrongAddresses | undefined;
const guesses = (...minutes: number[]): Count =>
  minutes.reduce((wrong: Count, at) => countWrongAddress(wrong, inMinutes(at)), undefined);
const isLocked = (wrong: Count, minutes: number) =>
  codeThrownBy(() => requireNotLocked(wrong, true, inMinutes(minutes))) === 'too_many_attempts';
/** When the lock ends, in minutes, if the wrong address number `count` was typed at minute 0. */
const lockOf = (count: number): number | undefined => {
  const until = lockedUntil({ count, at: inMinutes(0) });
  return until === undefined ? undefined : (Date.parse(until) - Date.parse(inMinutes(0))) / 60_000;
};

test('five tries are allowed before a lock, and every wrong address leaves one less', () => {
  const left = [[], [0], [0, 1], [0, 1, 2], [0, 1, 2, 3], [0, 1, 2, 3, 4]].map(minutes =>
    attemptsLeft(guesses(...minutes), inMinutes(5)),
  );
  expect(left).toEqual([5, 4, 3, 2, 1, 0]);
});

test('the fifth wrong address locks for 15 minutes, the tenth for an hour, every fifth one after that for a day', () => {
  const locks = Array.from({ length: 31 }, (_, count) => [count, lockOf(count)] as const);
  expect(Object.fromEntries(locks.filter(([, lock]) => lock !== undefined))).toEqual({
    5: 15,
    10: HOUR,
    15: DAY,
    20: DAY,
    25: DAY,
    30: DAY,
  });
});

test('a lock ends to the millisecond, and its refusal says how long it lasts', () => {
  const five = guesses(0, 1, 2, 3, 4);
  expect(isLocked(guesses(0, 1, 2, 3), 4)).toBe(false);
  expect(isLocked(five, 18.99)).toBe(true);
  expect(isLocked(five, 19)).toBe(false);
  expect(() => requireNotLocked(five, false, inMinutes(18.5))).toThrow(
    expect.objectContaining({ extra: { retryAfterSeconds: 30, emailAvailable: false } }),
  );
});

test('after a lock five more tries are allowed, and the count goes on', () => {
  const five = guesses(0, 0, 0, 0, 0);
  expect(attemptsLeft(five, inMinutes(15))).toBe(5);
  expect(attemptsLeft(guesses(0, 0, 0, 0, 0, 15), inMinutes(15))).toBe(4);
  expect(isLocked(guesses(0, 0, 0, 0, 0, 15, 15, 15, 15, 15), 15 + HOUR - 0.01)).toBe(true);
});

test('the count is 0 again after 48 hours without a wrong address', () => {
  expect(guesses(0, 1, 2, 3, 3 + 2 * DAY - 0.01)?.count).toBe(5);
  expect(guesses(0, 1, 2, 3, 3 + 2 * DAY)).toEqual({ count: 1, at: inMinutes(3 + 2 * DAY) });
  expect(attemptsLeft(guesses(0, 1, 2), inMinutes(2 + 2 * DAY))).toBe(5);
});

test('no spacing of tries allows more than 15 in two hours or 25 in three days', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.double({ min: 0, max: 20, noNaN: true }), fc.constantFrom(HOUR, DAY)), {
        minLength: 30,
        maxLength: 90,
      }),
      pauses => {
        let wrong: Count;
        let now = 0;
        const counted: number[] = [];
        for (const pause of pauses) {
          now += pause;
          if (isLocked(wrong, now)) continue;
          wrong = countWrongAddress(wrong, inMinutes(now));
          counted.push(now);
        }
        const most = (minutes: number) =>
          Math.max(...counted.map(from => counted.filter(at => at >= from && at < from + minutes).length));
        expect(most(2 * HOUR)).toBeLessThanOrEqual(15);
        expect(most(3 * DAY)).toBeLessThanOrEqual(25);
      },
    ),
  );
});
