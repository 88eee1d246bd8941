import type { Invitation } from '../../domain/invitation.ts';
import { Problem } from '../../domain/problems.ts';
import type { Settled } from '../adapters/dynamodb/invitations.ts';

const ROUNDS = 20;

type Standing = Invitation | undefined;

/**
 * Decides from the invitation as it was read and writes the decision; where something else was written first,
 * decides again from what stands there now. `write` gives nothing where there is nothing to write.
 * @returns the last decision, and the invitation as it stands then
 */
export async function settle<D>(
  read: Standing,
  decide: (standing: Standing) => D,
  write: (decision: D) => Promise<Settled> | undefined,
): Promise<{ decision: D; standing: Standing }> {
  let standing = read;
  for (let round = 0; round < ROUNDS; round += 1) {
    const decision = decide(standing);
    const settled = await write(decision);
    if (settled === undefined) return { decision, standing };
    if ('written' in settled) return { decision, standing: settled.written };
    standing = settled.conflict;
  }
  throw new Problem('temporarily_unavailable', { retryAfterSeconds: 1 });
}
