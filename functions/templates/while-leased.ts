import { setTimeout as pause } from 'node:timers/promises';
import { Problem } from '../../domain/problems.ts';
import { after } from '../../domain/time.ts';
import { giveBackLease, type Lease, takeLease } from '../adapters/dynamodb/template-lease.ts';
import { log } from '../shared/log.ts';
import { isUnsure } from '../shared/outage.ts';

/** Longer than any save takes, so that what its holder began when it died is over. */
const LEASE_MILLIS = 20_000;
const TRIES = 10;
const PAUSE_MILLIS = 250;

/**
 * Does what saves a template while nobody else does: SES itself saves without a condition.
 * `requireHeld` is to be called right before the save, as a function that was frozen may go on much later.
 * @throws `temporarily_unavailable` where somebody else is at it all the time
 */
export async function whileLeased(
  lease: Lease,
  save: (requireHeld: () => void) => Promise<void>,
): Promise<void> {
  const until = await take(lease);
  const requireHeld = () => {
    if (instantNow() >= until) throw unavailable();
  };
  try {
    await save(requireHeld);
  } catch (error) {
    // A save that was not answered may still be done, but not after the lease has run out.
    if (!isUnsure(error)) await giveBack(lease);
    throw error;
  }
  await giveBack(lease);
}

/** What was saved is saved, and a lease runs out by itself. */
async function giveBack(lease: Lease): Promise<void> {
  await giveBackLease(lease, instantNow()).catch(error => log.error('lease', error));
}

async function take(lease: Lease): Promise<string> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const now = instantNow();
    const until = after(now, LEASE_MILLIS);
    if (await takeLease(lease, until, now)) return until;
    await pause(PAUSE_MILLIS * (0.5 + Math.random()));
  }
  throw unavailable();
}

const instantNow = () => new Date().toISOString();

const unavailable = () => new Problem('temporarily_unavailable', { retryAfterSeconds: 1 });
