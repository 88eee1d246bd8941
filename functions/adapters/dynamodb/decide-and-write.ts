import type { Invitation } from '../../../domain/invitation.ts';
import { Problem } from '../../../domain/problems.ts';
import type { WriteOutcome } from './write-invitation.ts';

const ROUNDS = 20;

type Stored = Invitation | undefined;

/**
 * Optimistic concurrency: decides from the invitation as read, and writes the decision conditionally. If another
 * request wrote first, it decides again from the stored item. `write` returns undefined if nothing is to be written.
 * @returns the last decision, and the invitation as stored after it
 * @throws `temporarily_unavailable` if the condition fails in every round
 */
export async function decideAndWrite<D>(
  read: Stored,
  decide: (stored: Stored) => D,
  write: (decision: D) => Promise<WriteOutcome> | undefined,
): Promise<{ decision: D; stored: Stored }> {
  let stored = read;
  for (let round = 0; round < ROUNDS; round += 1) {
    const decision = decide(stored);
    const outcome = await write(decision);
    if (outcome === undefined) return { decision, stored };
    if ('written' in outcome) return { decision, stored: outcome.written };
    stored = outcome.conflict;
  }
  throw new Problem('temporarily_unavailable', { retryAfterSeconds: 1 });
}
