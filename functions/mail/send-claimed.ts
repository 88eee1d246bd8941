import { setTimeout as pause } from 'node:timers/promises';
import { Problem } from '../../domain/problems.ts';
import { after, type Instant } from '../../domain/time.ts';
import { claimMail, releaseMail } from '../adapters/dynamodb/mail-claims.ts';
import { type Mail, sendMail } from '../adapters/ses.ts';
import { isOutage, isUnsure } from '../runtime/outage.ts';
import { randomId } from '../runtime/random-id.ts';

/** How long a crashed mailer may keep others from sending a mail: the length of the lease. */
const CLAIM_MILLIS = 30_000;
/** Reserved, of the claim and of the function's time, for the last try and for recording its outcome. */
const CLOSING_MILLIS = 6_000;
const FIRST_PAUSE_MILLIS = 200;
const LONGEST_PAUSE_MILLIS = 5_000;

/** Another mailer holds the claim on this mail, or crashed while holding it. */
export class ClaimedElsewhere extends Error {
  override readonly name = 'ClaimedElsewhere';
  readonly until: Instant;

  constructor(until: Instant) {
    super('another mailer has this mail');
    this.until = until;
  }
}

/** `millisLeft` gives the remaining time of the function in milliseconds. */
type Claim = { site: string; mail: string; millisLeft: () => number };

/**
 * Runs `send` under a lease, so that no two mailers send one mail at the same time. `send` gets the latest time to
 * begin its last try, in epoch milliseconds. If the mail was not sent, the lease is released at once. If it may have
 * been sent, the lease stays until it expires.
 * @throws {@link ClaimedElsewhere}
 */
export async function whileClaimed<T>(
  { millisLeft, site, mail }: Claim,
  send: (lastTryAt: number) => Promise<T>,
): Promise<T> {
  const now = new Date().toISOString();
  const until = after(now, CLAIM_MILLIS);
  const claim = { site, mail, holder: randomId() };
  const takenUntil = await claimMail(claim, until, now);
  if (takenUntil !== undefined) throw new ClaimedElsewhere(takenUntil);
  try {
    return await send(Date.parse(now) + Math.min(CLAIM_MILLIS, millisLeft()) - CLOSING_MILLIS);
  } catch (error) {
    if (!isUnsure(error)) await releaseMail(claim, now);
    throw error;
  }
}

/**
 * Sends a mail, and retries with exponential back-off and jitter while SES throttles or is down. If it is unsure
 * whether SES has accepted the mail, it throws and the mail returns to the queue: before the next try, SES's own
 * event may report it sent.
 * @throws the errors of {@link sendMail}, and `temporarily_unavailable` if it is too late for a first try
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
