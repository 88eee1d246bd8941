import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attemptsLeft, countWrongEmail, requireAttemptsLeft } from '../../domain/attempts.ts';
import type { Invitation } from '../../domain/invitation.ts';
import { codeThrownBy, inMinutes, invitation } from './fixtures.ts';

const guess = (at: Invitation, minutes: number): Invitation => ({
  ...at,
  wrongEmails: countWrongEmail(at, inMinutes(minutes)),
});
const guesses = (...minutes: number[]) => minutes.reduce(guess, invitation());
const isLocked = (at: Invitation, minutes: number) =>
  codeThrownBy(() => requireAttemptsLeft(at, inMinutes(minutes))) === 'too_many_attempts';

test('five are allowed, and every wrong one leaves one less', () => {
  const left = [[], [0], [0, 1], [0, 1, 2], [0, 1, 2, 3], [0, 1, 2, 3, 4]].map(minutes =>
    attemptsLeft(guesses(...minutes).wrongEmails, inMinutes(5)),
  );
  expect(left).toEqual([5, 4, 3, 2, 1, 0]);
});

test('after five it is locked for the rest of the 15 minutes since the first, and the refusal says how long', () => {
  const five = guesses(0, 1, 2, 3, 4);
  expect(isLocked(guesses(0, 1, 2, 3), 4)).toBe(false);
  expect(isLocked(five, 14.99)).toBe(true);
  expect(isLocked(five, 15)).toBe(false);
  expect(() => requireAttemptsLeft(five, inMinutes(14.5))).toThrow(
    expect.objectContaining({ extra: { retryAfterSeconds: 30 } }),
  );
});

test('after the window the count starts anew', () => {
  expect(guesses(0, 1, 2, 3, 15).wrongEmails).toEqual({ since: inMinutes(15), count: 1 });
});

test('nobody gets more than five tries into any 15 minutes that begin with a wrong one', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 6, noNaN: true }), { minLength: 10, maxLength: 60 }),
      pauses => {
        let at = invitation();
        let now = 0;
        const windows = new Map<string, number>();
        for (const pause of pauses) {
          now += pause;
          if (isLocked(at, now)) continue;
          at = guess(at, now);
          const since = at.wrongEmails?.since ?? '';
          windows.set(since, (windows.get(since) ?? 0) + 1);
        }
        const starts = [...windows.keys()].sort();
        expect(Math.max(...windows.values())).toBeLessThanOrEqual(5);
        for (const [index, start] of starts.slice(1).entries())
          expect(Date.parse(start) - Date.parse(starts[index] ?? '')).toBeGreaterThanOrEqual(15 * 60_000);
      },
    ),
  );
});
