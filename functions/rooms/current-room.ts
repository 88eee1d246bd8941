import { isFresh, isFromKaltura, isUsable, type KalturaRoom } from '../../domain/kaltura-room.ts';
import { Problem } from '../../domain/problems.ts';
import type { DeletedRoom, Room } from '../../domain/room.ts';
import type { Site } from '../../domain/site.ts';
import type { Instant } from '../../domain/time.ts';
import { keepGone, keepRoom } from '../adapters/dynamodb/kaltura-rooms.ts';
import { findRoom, requireRoom } from '../adapters/dynamodb/rooms.ts';
import { KalturaRefusal } from '../adapters/kaltura/client.ts';
import { readKalturaRoom } from '../adapters/kaltura/room.ts';
import { inTime } from '../runtime/in-time.ts';
import { log } from '../runtime/log.ts';

/** The room of a request, as Kaltura has it (docs/contract.md#3-routes, Rooms and people from Kaltura). */

type Stored = Room | DeletedRoom | undefined;

/** A manager waits for Kaltura at most so long. */
const LONGEST_WAIT_MILLIS = 1500;

type Wanted = { site: Site; roomId: string; now: Instant };

/**
 * The room for a manager's call, after its own read. A room from Kaltura is refreshed if it is older than a minute.
 * @throws `room_not_found`; `temporarily_unavailable` if Kaltura does not answer and nothing recent is known
 */
export async function currentRoom(wanted: Wanted, stored: Stored): Promise<Room> {
  const { site, roomId, now } = wanted;
  if (!isFromKaltura(site.trust, roomId) || isFresh(stored, now)) return requireRoom(stored);
  const found = await inTime(askKaltura(wanted), LONGEST_WAIT_MILLIS, undefined);
  if (found !== undefined) return requireRoom(await keep(found, wanted, stored));
  if (!isUsable(stored, now)) throw new Problem('temporarily_unavailable', { retryAfterSeconds: 5 });
  return { ...requireRoom(stored), stale: true };
}

/** Reads the room of a manager's call. @throws as {@link currentRoom} */
export const readCurrentRoom = async (wanted: Wanted): Promise<Room> =>
  currentRoom(wanted, await findRoom(wanted.site.id, wanted.roomId));

/** Refreshes a room in the background. If Kaltura does not answer, nothing changes. */
export async function refreshRoom(wanted: Wanted): Promise<void> {
  const { site, roomId, now } = wanted;
  if (!isFromKaltura(site.trust, roomId)) return;
  const stored = await findRoom(site.id, roomId);
  if (isFresh(stored, now)) return;
  const found = await askKaltura(wanted);
  if (found !== undefined) await keep(found, wanted, stored);
}

/** @returns undefined if there is no answer. A refused credential or a missing secret is no answer either */
async function askKaltura({ site, roomId, now }: Wanted): Promise<KalturaRoom | undefined> {
  try {
    return await readKalturaRoom(site, roomId, now);
  } catch (error) {
    const refusal = error instanceof KalturaRefusal ? error.code.slice(0, 100) : undefined;
    log.error('a room could not be read from Kaltura', error, { site: site.id, refusal });
    return undefined;
  }
}

function keep(
  found: KalturaRoom,
  { site, roomId: id, now: readAt }: Wanted,
  stored: Stored,
): Promise<Stored> {
  const read = { site: site.id, id, stored, readAt };
  return typeof found === 'string' ? keepGone(read) : keepRoom(found, read);
}
