import { generate, hourOf, requireWithinLimit } from '../../domain/generate.ts';
import { personKey } from '../../domain/identifier.ts';
import type { GenerateRequest, Invitation } from '../../domain/invitation.ts';
import { requireMayInvite } from '../../domain/inviting.ts';
import type { Person } from '../../domain/person.ts';
import type { Room } from '../../domain/room.ts';
import type { Site } from '../../domain/site.ts';
import type { Instant } from '../../domain/time.ts';
import { toInvitation } from '../adapters/dynamodb/invitation-items.ts';
import { getItems } from '../adapters/dynamodb/items.ts';
import { toRoom } from '../adapters/dynamodb/rooms.ts';
import { type IdempotencyRecord, toRecord } from '../adapters/dynamodb/save-generated.ts';
import { type Key, keys } from '../adapters/dynamodb/table.ts';
import { invitationId } from '../adapters/keyed-ids.ts';
import { newLinkSeed } from '../adapters/links.ts';
import { currentRoom } from '../rooms/current-room.ts';
import { randomId } from '../runtime/random-id.ts';
import { sha256 } from '../runtime/sha256.ts';

/** Who generates in which room; `path` is the scope of an Idempotency-Key. */
export type Inviting = {
  person: Person;
  site: Site;
  roomId: string;
  path: string;
  requestId: string;
  now: Instant;
};

/** A request to generate, with the key of its idempotency record if the caller sent an Idempotency-Key. */
export type Row = { request: GenerateRequest; id: string; recordKey: Key | undefined };

export type Stored = {
  records: Map<Row, IdempotencyRecord | undefined>;
  invitations: Map<Row['id'], Invitation | undefined>;
};

/** All that generating reads beforehand, in one request. */
export type GenerateContext = Inviting & {
  room: Room;
  /** How many the manager has generated in this hour, with those of this request. */
  made: number;
  /** For rows with an Idempotency-Key: its record and the person's invitation, as last read or written. */
  stored: Stored;
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
export async function readContext(inviting: Inviting, rows: Row[]): Promise<GenerateContext> {
  const { person, site, roomId, now } = inviting;
  const keyed = rows.filter(row => row.recordKey !== undefined) as (Row & { recordKey: Key })[];
  const [roomItem, count, ...items] = await getItems([
    keys.room(site.id, roomId),
    keys.hourlyCount(site.id, personKey(person.id), hourOf(now)),
    ...keyed.flatMap(({ recordKey, id }) => [recordKey, keys.invitation(site.id, roomId, id)]),
  ]);
  const room = await currentRoom(inviting, toRoom(roomItem));
  requireMayInvite(person, room, site.settings);
  const stored: Stored = { records: new Map(), invitations: new Map() };
  for (const [index, row] of keyed.entries()) {
    const [record, invitation] = items.slice(2 * index);
    keep(stored, row, { record: toRecord(record, now), invitation: invitation && toInvitation(invitation) });
  }
  return { ...inviting, room, made: Number(count?.made ?? 0), stored };
}

type Found = { record: IdempotencyRecord | undefined; invitation: Invitation | undefined };

/** Caches what was read for a row. */
export function keep({ records, invitations }: Stored, row: Row, { record, invitation }: Found): void {
  records.set(row, record);
  invitations.set(row.id, invitation);
}

/** Makes an invitation without writing it, and counts it towards the manager's rate limit. */
export async function newInvitation(context: GenerateContext, { request, id }: Row): Promise<Invitation> {
  const { person: manager, site, room, requestId, now } = context;
  const { settings } = site;
  const seed = await newLinkSeed();
  const made = generate({ request, manager, room, settings, id, seed, mail: randomId(), requestId, now });
  requireWithinLimit(context.made, settings, now);
  context.made += 1;
  return made;
}

/** An Idempotency-Key is scoped to site, caller and path (docs/contract.md#generate). */
const recordKeyOf = ({ site, person, path }: Inviting, key: string): Key =>
  keys.idempotency(site.id, sha256(`${personKey(person.id)}\n${path}`), key);
