import { isDeepStrictEqual } from 'node:util';
import type { DeletedRoom, Room, RoomDetails } from '../../../domain/room.ts';
import type { Instant } from '../../../domain/time.ts';
import type { Expression } from './expression.ts';
import { updateItem } from './items.ts';
import { toRoom } from './rooms.ts';
import { keys } from './table.ts';

/**
 * Stores what was read from Kaltura. An older reading never replaces a newer one. `generation` never rises, so links
 * work again when a room is restored. No attribute of registered rooms is named: functions that write invitations must
 * not write those.
 */

type Stored = Room | DeletedRoom | undefined;

/** A reading that began at `readAt`, and what was stored before. */
type Read = { site: string; id: string; stored: Stored; readAt: Instant };

/** @returns the room as it is stored now, perhaps from a newer reading */
export async function keepRoom(details: RoomDetails, { site, id, stored, readAt }: Read): Promise<Stored> {
  const updatedAt = isSame(stored, details) ? undefined : readAt;
  const { written, before } = await updateItem(keys.room(site, id), e => ({
    set: [
      ...e.assign({ entry: details, kaltura: { readAt }, updatedAt }),
      `${e.name('createdAt')} = if_not_exists(${e.name('createdAt')}, ${e.value(readAt)})`,
      `${e.name('generation')} = if_not_exists(${e.name('generation')}, ${e.value(1)})`,
    ],
    condition: isNewer(e, readAt),
  }));
  return toRoom(written ?? before);
}

/** Notes that a known room is gone. Nothing is written about a room that was never known. */
export async function keepGone({ site, id, stored, readAt }: Read): Promise<Stored> {
  if (stored === undefined) return undefined;
  const goneAt = stored.kaltura?.goneAt ?? readAt;
  const { written, before } = await updateItem(keys.room(site, id), e => ({
    set: e.assign({ kaltura: { readAt, goneAt } }),
    condition: `attribute_exists(${e.name('generation')}) AND (${isNewer(e, readAt)})`,
  }));
  return toRoom(written ?? before);
}

function isNewer(e: Expression, readAt: Instant): string {
  const stored = e.name('kaltura', 'readAt');
  return `attribute_not_exists(${stored}) OR ${stored} < ${e.value(readAt)}`;
}

function isSame(stored: Stored, details: RoomDetails): boolean {
  if (stored?.kaltura === undefined || 'deletedAt' in stored) return false;
  const { site, id, generation, createdAt, updatedAt, kaltura, stale, ...known } = stored;
  return isDeepStrictEqual(known, details);
}
