import { LOCK_MILLIS, WRONG_ADDRESSES_MILLIS } from './lifetimes.ts';
import { Problem } from './problems.ts';
import { after, type Instant, secondsBetween } from './time.ts';

/** The number of wrong addresses typed on one link, and the time of the last one. */
export type WrongAddresses = { count: number; at: Instant };

/** Each time this many wrong addresses were typed, typing on the link is locked. */
const TRIES_BEFORE_LOCK = 5;

const countedAt = (wrong: WrongAddresses | undefined, now: Instant): number =>
  wrong === undefined || after(wrong.at, WRONG_ADDRESSES_MILLIS) <= now ? 0 : wrong.count;

/** Counts one more wrong address. The count restarts at 0 after 48 hours without one. */
export const countWrongAddress = (wrong: WrongAddresses | undefined, now: Instant): WrongAddresses => ({
  count: countedAt(wrong, now) + 1,
  at: now,
});

/** When the lock of this count ends, which may be in the past. @returns undefined if this count causes no lock */
export function lockedUntil({ count, at }: WrongAddresses): Instant | undefined {
  if (count === 0 || count % TRIES_BEFORE_LOCK !== 0) return undefined;
  const lock = LOCK_MILLIS[Math.min(count / TRIES_BEFORE_LOCK, LOCK_MILLIS.length) - 1] ?? 0;
  return after(at, lock);
}

/** How many wrong addresses may be typed before the next lock; 0 while typing is locked. */
export function attemptsLeft(wrong: WrongAddresses | undefined, now: Instant): number {
  if (wrong !== undefined && isLocked(wrong, now)) return 0;
  return TRIES_BEFORE_LOCK - (countedAt(wrong, now) % TRIES_BEFORE_LOCK);
}

const isLocked = (wrong: WrongAddresses, now: Instant): boolean => now < (lockedUntil(wrong) ?? '');

/**
 * @param emailAvailable whether the invitee can request a fresh link, which has a separate rate limit
 * @throws `too_many_attempts` while typing on the link is locked
 */
export function requireNotLocked(
  wrong: WrongAddresses | undefined,
  emailAvailable: boolean,
  now: Instant,
): void {
  const until = wrong && lockedUntil(wrong);
  if (until === undefined || until <= now) return;
  throw new Problem('too_many_attempts', { retryAfterSeconds: secondsBetween(now, until), emailAvailable });
}
