import { setTimeout as pause } from 'node:timers/promises';
import { Problem } from '../../domain/problems.ts';
import { after } from '../../domain/time.ts';
import { giveBackLease, type Lease, takeLease } from '../adapters/dynamodb/template-lease.ts';
import { log } from '../runtime/log.ts';
import { isUnsure } from '../runtime/outage.ts';

/** Longer than any save takes: when the lease expires, a save that a crashed holder began is over. */
const LEASE_MILLIS = 20_000;
const TRIES = 10;
const PAUSE_MILLIS = 250;

/**
 * Runs `save` under a lease on the template, because SES has no conditional write. `save` must call `requireHeld`
 * right before it writes, as a frozen function may resume much later.
 * @throws `temporarily_unavailable` if another request holds the lease at every try
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
    // A save that timed out may still take effect, but not after the lease has expired.
    if (!isUnsure(error)) await giveBack(lease);
    throw error;
  }
  await giveBack(lease);
}

/** A failed release is only logged: the template is saved, and the lease expires anyway. */
async function giveBack(lease: Lease): Promise<void> {
  await giveBackLease(lease, instantNow()).catch(error => log.error('lease not released', error));
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
