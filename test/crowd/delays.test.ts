import { expect, test } from 'vitest';
import { retryDelay, waitingDelay } from '../../web/invitee/delays.ts';

const second = 1000;
const minute = 60 * second;
/** The smallest, the middle and nearly the largest value of a random number. */
const draws = [0, 0.5, 0.999].map(drawn => () => drawn);

test.each([
  ['viewer', [0, 6000, 11_988]],
  ['speaker', [0, 1000, 1998]],
  ['moderator', [0, 1000, 1998]],
  [undefined, [0, 6000, 11_988]],
])('the entry of a %s is spread evenly from the opening on', (role, spread) => {
  const entries = draws.map(random => waitingDelay({ untilOpen: minute, role }, random));
  expect(entries).toEqual(spread.map(late => ({ delay: minute + late, enters: true })));
});

test('a page that learns late that entry is open also spreads its entry', () => {
  expect(waitingDelay({ untilOpen: -minute, role: 'viewer' }, () => 0.5)).toEqual({
    delay: 6000,
    enters: true,
  });
});

test('a page that waits long polls after 4 to 5 minutes, with jitter', () => {
  const waits = draws.map(random => waitingDelay({ untilOpen: 60 * minute }, random));
  expect(waits.map(({ enters }) => enters)).toEqual([false, false, false]);
  expect(waits.map(({ delay }) => delay)).toEqual([4 * minute, 4.5 * minute, 4.999 * minute]);
});

test.each([
  [0, 10],
  [1, 20],
  [2, 40],
  [3, 60],
  [50, 60],
])('after %i retries the back-off has full jitter, up to %i s', (retries, cap) => {
  const delays = draws.map(random => retryDelay({ retries }, random));
  expect(delays).toEqual([0, cap * 500, cap * 999]);
});

test('Retry-After is the minimum, and the jitter is added to it', () => {
  const delays = draws.map(random => retryDelay({ retries: 1, retryAfter: 5 }, random));
  expect(delays).toEqual([5, 15, 24.98].map(seconds => seconds * second));
});
