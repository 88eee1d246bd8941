import { idSchema } from './identifier.ts';
import { KALTURA_ROOM_FRESH_MILLIS, KALTURA_ROOM_KNOWN_MILLIS } from './lifetimes.ts';
import { Problem } from './problems.ts';
import type { DeletedRoom, Room, RoomDetails } from './room.ts';
import { cutLine, cutParagraph } from './text.ts';
import { fromEpochSeconds, givenInstantSchema, type Instant } from './time.ts';
import type { Trust } from './trust.ts';

/** Rooms from Kaltura (docs/contract.md#3-routes, Rooms and people from Kaltura). */

const ENTRY_ID = /^[01]_[a-z0-9]{8}$/;

export const isFromKaltura = ({ kaltura }: Pick<Trust, 'kaltura'>, room: string): boolean =>
  kaltura?.rooms === 'kaltura' && ENTRY_ID.test(room);

/** @throws `managed_by_kaltura` */
export function requireRegistered(room: string, trust: Pick<Trust, 'kaltura'>): void {
  if (isFromKaltura(trust, room)) throw new Problem('managed_by_kaltura');
}

type Stored = Room | DeletedRoom | undefined;

/** Whether what is stored is so young that Kaltura need not be asked. */
export const isFresh = (stored: Stored, now: Instant): boolean =>
  isYounger(stored, KALTURA_ROOM_FRESH_MILLIS, now);

/** Whether what is stored may be used while Kaltura does not answer. */
export const isUsable = (stored: Stored, now: Instant): boolean =>
  isYounger(stored, KALTURA_ROOM_KNOWN_MILLIS, now);

function isYounger(stored: Stored, millis: number, now: Instant): boolean {
  const readAt = stored?.kaltura?.readAt;
  return readAt !== undefined && Date.parse(now) - Date.parse(readAt) < millis;
}

/** An entry as Kaltura describes it. The description is plain text already. */
export type KalturaEntry = {
  id: string;
  name: string;
  description: string;
  type: string;
  roomType?: number | undefined;
  adminTags: string;
  displayInSearch?: number | undefined;
  userId: string;
  entitledUsersEdit: string;
  entitledUsersPublish: string;
};

/** An event of Kaltura's schedule. Times are seconds since 1970. */
export type KalturaEvent = { startDate: number; endDate: number; recurrenceType: number };

/** What an entry is: a room, or an entry that is none or is in the recycle bin. */
export type KalturaRoom = RoomDetails | 'no_room' | 'gone';

const ROOM_ENTRY = 'room.room';
const MEDIA_ENTRY = '1';
/** Not a breakout room. */
const WHOLE_ROOM = 1;
const ROOM_TAG = '_room';
const RECYCLED = -2;

export function roomOfEntry(
  entry: KalturaEntry,
  events: readonly KalturaEvent[],
  { trust: { userIdPrefix = '', chatAndCollaboration, timeZone }, now }: Reading,
): KalturaRoom {
  if (entry.displayInSearch === RECYCLED) return 'gone';
  if (!isRoom(entry)) return 'no_room';
  const members = (list: string) => membersOf(list, userIdPrefix);
  const description = cutParagraph(entry.description);
  return {
    title: cutLine(entry.name) || entry.id,
    ...(description !== '' && { description }),
    ...sessionTimes(events, now),
    ...(timeZone !== undefined && { timeZone }),
    ownerId: memberOf(entry.userId, userIdPrefix) ?? NOBODY,
    coEditors: members(entry.entitledUsersEdit),
    coPublishers: members(entry.entitledUsersPublish),
    chatAndCollaboration,
  };
}

type Reading = { trust: NonNullable<Trust['kaltura']>; now: Instant };

function isRoom({ type, roomType, adminTags }: KalturaEntry): boolean {
  if (type === ROOM_ENTRY) return roomType === WHOLE_ROOM;
  return type === MEDIA_ENTRY && split(adminTags).includes(ROOM_TAG);
}

const split = (list: string): string[] => list.split(',').map(each => each.trim());

/** The owner of a room without an owner that can sign in. */
const NOBODY = '';
/** Keeps the stored room small. */
const MOST_MEMBERS = 500;

/** Ids that nobody can sign in with are left out, such as those that Kaltura allows and Roompass does not. */
const membersOf = (list: string, prefix: string): string[] =>
  split(list)
    .flatMap(id => memberOf(id, prefix) ?? [])
    .slice(0, MOST_MEMBERS);

function memberOf(id: string, prefix: string): string | undefined {
  const trimmed = id.trim();
  return idSchema.safeParse(trimmed).success ? prefix + trimmed : undefined;
}

/** The session that runs, otherwise the next one. Without either the room is always open. */
function sessionTimes(
  events: readonly KalturaEvent[],
  now: Instant,
): Pick<RoomDetails, 'startsAt' | 'endsAt'> {
  const sessions = events
    .filter(event => event.recurrenceType !== SERIES && event.endDate > event.startDate)
    .map(({ startDate, endDate }) => ({
      startsAt: fromEpochSeconds(startDate),
      endsAt: fromEpochSeconds(endDate),
    }))
    .filter(({ startsAt, endsAt }) => endsAt > now && isPossible(startsAt) && isPossible(endsAt))
    .sort((one, other) => (one.startsAt < other.startsAt ? -1 : 1));
  return sessions[0] ?? {};
}

/** A series is described by its first event; each session of it is an event too. */
const SERIES = 1;

const isPossible = (instant: Instant): boolean => givenInstantSchema.safeParse(instant).success;
