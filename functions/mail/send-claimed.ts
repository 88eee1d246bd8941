import { setTimeout as pause } from 'node:timers/promises';
import { Problem } from '../../domain/problems.ts';
import { after, type Instant } from '../../domain/time.ts';
import { claimMail, releaseMail } from '../adapters/dynamodb/mail-claims.ts';
import { type Mail, sendMail } from '../adapters/ses.ts';
import { isOutage, isUnsure } from '../shared/outage.ts';

/** How long a mailer that has died may keep others from a mail. */
const CLAIM_MILLIS = 30_000;
/** Kept back, of the claim and of the function's time, for the last try and for noting how it went. */
const CLOSING_MILLIS = 6_000;
const FIRST_PAUSE_MILLIS = 200;
const LONGEST_PAUSE_MILLIS = 5_000;

/** Another mailer has the mail, or had it and died. */
export class ClaimedElsewhere extends Error {
  override readonly name = 'ClaimedElsewhere';
  readonly until: Instant;

  constructor(until: Instant) {
    super('another mailer has this mail');
    this.until = until;
  }
}

/** `millisLeft` is the function's time. */
type Claim = { site: string; mail: string; millisLeft: () => number };

/**
 * Does what sends a mail while nobody else may; `send` is told when it must have begun its last try, in epoch
 * milliseconds. A mail that was not sent is free at once; one that may have been sent waits until the claim runs out.
 * @throws {@link ClaimedElsewhere}
 */
export async function whileClaimed<T>(
  { millisLeft, ...mail }: Claim,
  send: (lastTryAt: number) => Promise<T>,
): Promise<T> {
  const now = new Date().toISOString();
  const until = after(now, CLAIM_MILLIS);
  const takenUntil = await claimMail(mail, until, now);
  if (takenUntil !== undefined) throw new ClaimedElsewhere(takenUntil);
  try {
    return await send(Date.parse(now) + Math.min(CLAIM_MILLIS, millisLeft()) - CLOSING_MILLIS);
  } catch (error) {
    if (!isUnsure(error)) await releaseMail(mail, until, now);
    throw error;
  }
}

/**
 * Sends a mail, and waits with growing pauses while SES is too busy to take it. Where nobody can tell whether it has,
 * the mail goes back to the queue: until it comes again SES's own event may have told that it went out.
 * @throws what {@link sendMail} throws, and `temporarily_unavailable` where it is too late for a first try
 */
export async function sendPatiently(mail: Mail, lastTryAt: number) {
  if (Date.now() > lastTryAt) throw new Problem('temporarily_unavailable');
  for (let longest = FIRST_PAUSE_MILLIS; ; longest = Math.min(2 * longest, LONGEST_PAUSE_MILLIS)) {
    try {
      return await sendMail(mail);
    } catch (error) {
      const pauseMillis = longest * (0.5 + Math.random() / 2);
      const isLate = Date.now() + pauseMillis > lastTryAt;
      if (!isOutage(error) || isUnsure(error) || isLate) throw error;
      await pause(pauseMillis);
    }
  }
}
