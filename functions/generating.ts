import { createHash } from 'node:crypto';
import { generate, hourOf, requireWithinLimit } from '../domain/generate.ts';
import { personKey } from '../domain/identifier.ts';
import { type GenerateRequest, type Invitation, type InvitationView, viewOf } from '../domain/invitation.ts';
import { requireMayInvite } from '../domain/inviting.ts';
import type { Person } from '../domain/person.ts';
import { invalidRequest, Problem } from '../domain/problems.ts';
import type { Room } from '../domain/room.ts';
import type { Site } from '../domain/site.ts';
import type { Instant } from '../domain/time.ts';
import {
  type IdempotencyRecord,
  isLiveRecord,
  saveGenerated,
  saveGeneratedOnce,
  toRecord,
} from './adapters/dynamodb/generated.ts';
import { findInvitation, toInvitation } from './adapters/dynamodb/invitations.ts';
import { getItems, type Item } from './adapters/dynamodb/items.ts';
import { requireRoom, toRoom } from './adapters/dynamodb/rooms.ts';
import { invitationId, linkUrl, newLinkSeed, randomId } from './adapters/links.ts';
import { type Key, keys } from './table.ts';

/** Generating, as the single route and the batch have it in common. */

export type Inviting = { person: Person; site: Site; roomId: string; path: string; now: Instant };

/** A request to generate, with the row of its key where the caller sent an Idempotency-Key. */
export type Row = { request: GenerateRequest; id: string; recordKey: Key | undefined };

/** All that generating needs to know beforehand, read in one request. */
export type Ground = Inviting & {
  room: Room;
  made: number;
  items: Map<Row, { record?: Item; before?: Item }>;
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
export async function surveyGround(inviting: Inviting, rows: Row[]): Promise<Ground> {
  const { person, site, roomId, now } = inviting;
  const keyed = rows.flatMap(row => (row.recordKey === undefined ? [] : [{ row, recordKey: row.recordKey }]));
  const wanted = keyed.flatMap(({ row, recordKey }) => [recordKey, keys.invitation(site.id, roomId, row.id)]);
  const [roomItem, count, ...items] = await getItems([
    keys.room(site.id, roomId),
    keys.hourlyCount(site.id, personKey(person.id), hourOf(now)),
    ...new Map(wanted.map(key => [`${key.pk}\n${key.sk}`, key])).values(),
  ]);
  const room = requireRoom(toRoom(roomItem));
  requireMayInvite(person, room, site.settings);
  const find = (key: Key) => items.find(item => item?.pk === key.pk && item.sk === key.sk);
  const found = keyed.map(({ row, recordKey }) => {
    const record = find(recordKey);
    const before = find(keys.invitation(site.id, roomId, row.id));
    return [row, { ...(record && { record }), ...(before && { before }) }] as const;
  });
  return { ...inviting, room, made: Number(count?.made ?? 0), items: new Map(found) };
}

/**
 * Generates one invitation. `alreadyMade` counts those of this very request that go before it.
 * @throws `email_domain_blocked`, `email_not_available`, `invalid_request`, `too_many_invitations`, `idempotency_key_reused`
 */
export async function generateRow(ground: Ground, row: Row, alreadyMade = 0) {
  const { site, room, now } = ground;
  if (row.recordKey !== undefined)
    return generateByKey(ground, row, { recordKey: row.recordKey, alreadyMade });
  const { invitation, isNew } = await saveGenerated(await newInvitation(ground, row, alreadyMade), room);
  return {
    status: statusOf(isNew),
    invitation: viewOf(invitation, { room, settings: site.settings, now }),
    link: await linkUrl(site.trust.linkBaseUrl, invitation, invitation),
  };
}

const ROUNDS = 5;

/** The same key and body give the same answer, however often and in whatever race they come. */
async function generateByKey(ground: Ground, row: Row, { recordKey, alreadyMade }: ByKey) {
  const { room, site, now } = ground;
  const found = ground.items.get(row);
  const bodyHash = sha256(JSON.stringify(row.request));
  let before = found?.before && toInvitation(found.before);
  if (found?.record && isLiveRecord(found.record, now))
    return answerAgain(ground, row, bodyHash, toRecord(found.record));
  for (let round = 0; round < ROUNDS; round += 1) {
    const made = await newInvitation(ground, row, alreadyMade);
    const isNew = before?.generation !== room.generation;
    const invitation =
      before === undefined || isNew
        ? made
        : { ...made, createdAt: before.createdAt, firstLinkId: before.firstLinkId };
    const record: IdempotencyRecord = {
      bodyHash,
      isNew,
      answer: JSON.stringify(viewOf(invitation, { room, settings: site.settings, now })),
      generation: room.generation,
      seed: { linkId: invitation.linkId, keyId: invitation.keyId },
    };
    const outcome = await saveGeneratedOnce({ key: recordKey, record, invitation, before, room, now });
    if (outcome === 'saved') return answerAgain(ground, row, bodyHash, record);
    if (outcome !== 'invitation_changed') return answerAgain(ground, row, bodyHash, outcome);
    before = await findInvitation({ site: site.id, room: room.id, id: row.id });
  }
  throw new Problem('temporarily_unavailable', { retryAfterSeconds: 1 });
}

type ByKey = { recordKey: Key; alreadyMade: number };

async function answerAgain(ground: Ground, row: Row, bodyHash: string, record: IdempotencyRecord) {
  if (record.bodyHash !== bodyHash) throw new Problem('idempotency_key_reused');
  const owner = { site: ground.site.id, room: ground.roomId, generation: record.generation, id: row.id };
  const link = await linkUrl(ground.site.trust.linkBaseUrl, owner, record.seed);
  return { status: statusOf(record.isNew), invitation: JSON.parse(record.answer) as InvitationView, link };
}

async function newInvitation(ground: Ground, row: Row, alreadyMade: number): Promise<Invitation> {
  const { person: manager, site, room, made, now } = ground;
  requireWithinLimit(made + alreadyMade, site.settings, now);
  const { request, id } = row;
  const seed = await newLinkSeed();
  return generate({ request, manager, room, settings: site.settings, id, seed, mail: randomId(), now });
}

const statusOf = (isNew: boolean): 200 | 201 => (isNew ? 201 : 200);

/** A key is seen within site, caller and path (contract section 3, Generate). @throws `invalid_request` */
function recordKeyOf({ site, person, path }: Inviting, key: string): Key {
  return keys.idempotency(site.id, sha256(`${personKey(person.id)}\n${path}`), key);
}

const KEY = /^[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?$/;

/** The `Idempotency-Key` header, if there is one. @throws `invalid_request` */
export function idempotencyKey(headers: Record<string, string | undefined>): string | undefined {
  const key = headers['idempotency-key'];
  if (key !== undefined && !KEY.test(key)) {
    throw invalidRequest('Idempotency-Key', 'must be 1 to 255 printable ASCII characters');
  }
  return key;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');
