import * as z from 'zod';
import { ID, personKey, timeZoneSchema } from './identifier.ts';
import type { Person } from './person.ts';
import { httpsUrlSchema, lineSchema, paragraphSchema } from './text.ts';
import { givenInstantSchema, type Instant } from './time.ts';

const GROUP = 'group:';

/** A person's id, or `group:<id>`. */
const memberSchema = z
  .string()
  .regex(new RegExp(`^(?:${GROUP}|(?!${GROUP}))${ID}$`), 'must be an id of a person, or group:<id>');
const membersSchema = z.array(memberSchema).max(50);

const speakerSchema = z.strictObject({ name: lineSchema(100), title: lineSchema(200).optional() });

export const roomDetailsSchema = z
  .strictObject({
    title: lineSchema(200),
    description: paragraphSchema(2000).optional(),
    startsAt: givenInstantSchema.optional(),
    endsAt: givenInstantSchema.optional(),
    timeZone: timeZoneSchema.optional(),
    speakers: z.array(speakerSchema).max(20).optional(),
    ownerId: memberSchema,
    coOwners: membersSchema.optional(),
    coEditors: membersSchema.optional(),
    coPublishers: membersSchema.optional(),
    chatAndCollaboration: z.boolean(),
    joinUrl: httpsUrlSchema(2000).optional(),
  })
  .refine(room => !(room.startsAt && room.endsAt) || room.endsAt > room.startsAt, {
    path: ['endsAt'],
    message: 'must be after startsAt',
  });

export type RoomDetails = z.infer<typeof roomDetailsSchema>;

/** When a room was last read from Kaltura, and since when it is gone there. */
export type FromKaltura = { readAt: Instant; goneAt?: Instant };

/** `generation` rises when the room is deleted, so links from before stay invalid if the room is registered again. */
export type Room = RoomDetails & {
  site: string;
  id: string;
  generation: number;
  createdAt: Instant;
  updatedAt: Instant;
  kaltura?: FromKaltura | undefined;
  /** Kaltura did not answer, so this is what was known. Not stored. */
  stale?: true;
};

/** What is stored of a deleted room. A room that is gone at Kaltura is deleted until Kaltura has it again. */
export type DeletedRoom = {
  site: string;
  id: string;
  generation: number;
  deletedAt: Instant;
  kaltura?: FromKaltura | undefined;
};

export const isDeleted = (room: Room | DeletedRoom): room is DeletedRoom => 'deletedAt' in room;

export type SessionPhase = 'not_started' | 'open' | 'over';

/** A room without `startsAt` is open from the beginning. A room without `endsAt` never ends. */
export function sessionPhase(
  { startsAt, endsAt }: Pick<RoomDetails, 'startsAt' | 'endsAt'>,
  now: Instant,
): SessionPhase {
  if (endsAt !== undefined && endsAt <= now) return 'over';
  return startsAt !== undefined && now < startsAt ? 'not_started' : 'open';
}

/** What decides who manages a room. */
export type ManagedRoom = RoomDetails & Pick<Room, 'kaltura'>;

/**
 * Owner, co-owner, co-editor or co-publisher, directly or through a group (docs/kaltura.md#who-may-invite). Kaltura's
 * lists have ids of people and of groups, without a prefix that would tell them apart.
 */
export function isManager(person: Person, room: ManagedRoom): boolean {
  const members = [
    room.ownerId,
    ...(room.coOwners ?? []),
    ...(room.coEditors ?? []),
    ...(room.coPublishers ?? []),
  ];
  if (room.kaltura === undefined) return members.some(member => isMember(person, member));
  const ids = [person.id, ...person.groups].map(personKey);
  return members.some(member => member !== '' && ids.includes(personKey(member)));
}

const isMember = (person: Person, member: string): boolean =>
  member.startsWith(GROUP)
    ? person.groups.includes(member.slice(GROUP.length))
    : personKey(member) === personKey(person.id);

/** A room as callers see it, without the internal `site` and `generation`. */
export function roomView({ site: _site, generation: _generation, kaltura, ...shown }: Room) {
  return { ...shown, ...(kaltura !== undefined && { readAt: kaltura.readAt }) };
}
