import { generate, hourOf, requireWithinLimit } from '../../domain/generate.ts';
import { personKey } from '../../domain/identifier.ts';
import type { GenerateRequest, Invitation } from '../../domain/invitation.ts';
import { requireMayInvite } from '../../domain/inviting.ts';
import type { Person } from '../../domain/person.ts';
import type { Room } from '../../domain/room.ts';
import type { Site } from '../../domain/site.ts';
import type { Instant } from '../../domain/time.ts';
import { type IdempotencyRecord, toRecord } from '../adapters/dynamodb/generated.ts';
import { toInvitation } from '../adapters/dynamodb/invitations.ts';
import { getItems } from '../adapters/dynamodb/items.ts';
import { requireRoom, toRoom } from '../adapters/dynamodb/rooms.ts';
import { invitationId, newLinkSeed } from '../adapters/links.ts';
import { type Key, keys } from '../table.ts';
import { randomId } from './random-id.ts';
import { sha256 } from './sha256.ts';

/** Who generates where; `path` is what an Idempotency-Key is seen within. */
export type Inviting = {
  person: Person;
  site: Site;
  roomId: string;
  path: string;
  requestId: string;
  now: Instant;
};

/** A request to generate, with the key of its record where the caller sent an Idempotency-Key. */
export type Row = { request: GenerateRequest; id: string; recordKey: Key | undefined };

/** All that generating needs to know beforehand, read in one request. */
export type Prepared = Inviting & {
  room: Room;
  /** Made by this manager in this hour, those of this very request included. */
  made: number;
  /** What stands there already for rows with a key. */
  standing: Map<Row, { record: IdempotencyRecord | undefined; before: Invitation | undefined }>;
};

export async function toRow(
  request: GenerateRequest,
  inviting: Inviting,
  key: string | undefined,
): Promise<Row> {
  const id = await invitationId(inviting.site.id, inviting.roomId, request.email);
  return { request, id, recordKey: key === undefined ? undefined : recordKeyOf(inviting, key) };
}

/** @throws `room_not_found`, `not_allowed_to_invite` */
export async function prepare(inviting: Inviting, rows: Row[]): Promise<Prepared> {
  const { person, site, roomId, now } = inviting;
  const keyed = rows.filter(row => row.recordKey !== undefined) as (Row & { recordKey: Key })[];
  const [roomItem, count, ...items] = await getItems([
    keys.room(site.id, roomId),
    keys.hourlyCount(site.id, personKey(person.id), hourOf(now)),
    ...keyed.flatMap(({ recordKey, id }) => [recordKey, keys.invitation(site.id, roomId, id)]),
  ]);
  const room = requireRoom(toRoom(roomItem));
  requireMayInvite(person, room, site.settings);
  const standing = keyed.map((row, index) => {
    const [record, before] = items.slice(2 * index);
    return [row, { record: toRecord(record, now), before: before && toInvitation(before) }] as const;
  });
  return { ...inviting, room, made: Number(count?.made ?? 0), standing: new Map(standing) };
}

/** Not written yet, but counted towards the manager's limit. */
export async function newInvitation(prepared: Prepared, { request, id }: Row): Promise<Invitation> {
  const { person: manager, site, room, requestId, now } = prepared;
  const { settings } = site;
  const seed = await newLinkSeed();
  const made = generate({ request, manager, room, settings, id, seed, mail: randomId(), requestId, now });
  requireWithinLimit(prepared.made, settings, now);
  prepared.made += 1;
  return made;
}

/** A key is seen within site, caller and path (contract section 3, Generate). */
const recordKeyOf = ({ site, person, path }: Inviting, key: string): Key =>
  keys.idempotency(site.id, sha256(`${personKey(person.id)}\n${path}`), key);
