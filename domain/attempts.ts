import { Problem } from './problems.ts';
import { after, type Instant, minutes, secondsBetween } from './time.ts';

const ATTEMPTS_ALLOWED = 5;
const ATTEMPTS_WINDOW = minutes(15);

/** Wrong addresses typed on an invitation since the first of them. */
export type WrongEmails = { since: Instant; count: number };

type Counting = { wrongEmails?: WrongEmails };

/** Before this instant a count has run out. */
const attemptsRunOutBefore = (now: Instant): Instant => after(now, -ATTEMPTS_WINDOW);

/** @throws `too_many_attempts`: after five wrong addresses nothing can be typed for the rest of 15 minutes */
export function requireAttemptsLeft({ wrongEmails }: Counting, now: Instant): void {
  if (attemptsLeft(wrongEmails, now) > 0 || wrongEmails === undefined) return;
  const until = after(wrongEmails.since, ATTEMPTS_WINDOW);
  throw new Problem('too_many_attempts', { retryAfterSeconds: secondsBetween(now, until) });
}

/** The count with one more wrong address. */
export function countWrongEmail({ wrongEmails }: Counting, now: Instant): WrongEmails {
  return isCounting(wrongEmails, now)
    ? { since: wrongEmails.since, count: wrongEmails.count + 1 }
    : { since: now, count: 1 };
}

export const attemptsLeft = (wrongEmails: WrongEmails | undefined, now: Instant): number =>
  ATTEMPTS_ALLOWED - (isCounting(wrongEmails, now) ? wrongEmails.count : 0);

const isCounting = (wrongEmails: WrongEmails | undefined, now: Instant): wrongEmails is WrongEmails =>
  wrongEmails !== undefined && wrongEmails.since > attemptsRunOutBefore(now);
