import type { Invitation } from '../../domain/invitation.ts';
import { type Instant, latest } from '../../domain/time.ts';

/**
 * What ended a restored link, according to the invitation in the old table. `unclear`: in each table another link
 * replaced an earlier one, and nothing shows which is later.
 */
export type End = 'revoked' | 'shortened' | 'replaced' | 'unclear';

/**
 * Decides about one invitation of a restored table. The decision also holds after the stage has switched over, when
 * the restored table may have the later writes.
 * @returns undefined if the link may work
 */
export function endOf(restored: Invitation, old: Invitation | undefined): End | undefined {
  if (old === undefined || old.generation < restored.generation) return undefined;
  const isOldLater = lastChange(old) > lastChange(restored);
  if (restored.revokedAt !== undefined && !isOldLater) return undefined;
  if (old.generation > restored.generation) return 'replaced';
  if (![old.linkId, old.freshLink?.linkId].includes(restored.linkId))
    return endOfOther(restored, old, isOldLater);
  if (old.revokedAt !== undefined) return restored.revokedAt === undefined ? 'revoked' : undefined;
  return isOldLater && isShorter(old, restored) ? 'shortened' : undefined;
}

/** Compares two links of the same generation of the room: has the old table's link replaced the restored one? */
function endOfOther(restored: Invitation, old: Invitation, isOldLater: boolean): End | undefined {
  if (old.generatedAt !== restored.generatedAt)
    return old.generatedAt > restored.generatedAt ? 'replaced' : undefined;
  // Both have the same `generatedAt`, so one is a fresh link that replaced the other.
  return isOldLater || restored.freshLink?.linkId === old.linkId ? 'replaced' : 'unclear';
}

/** Whether a manager has brought the link's expiry nearer. */
const isShorter = (old: Invitation, restored: Invitation): boolean =>
  old.expiresAt !== undefined && (restored.expiresAt === undefined || old.expiresAt < restored.expiresAt);

/** When a manager last changed an invitation or a device entered. */
const lastChange = ({ updatedAt, devices }: Invitation): Instant =>
  latest(updatedAt, ...Object.values(devices).map(({ at }) => at));
