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

/** `generation` rises when the room is deleted, so links from before stay invalid if the room is registered again. */
export type Room = RoomDetails & {
  site: string;
  id: string;
  generation: number;
  createdAt: Instant;
  updatedAt: Instant;
};

/** What is stored of a deleted room. */
export type DeletedRoom = { site: string; id: string; generation: number; deletedAt: Instant };

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

/** Owner, co-owner, co-editor or co-publisher, directly or through a group (docs/kaltura.md#who-may-invite). */
export function isManager(person: Person, room: RoomDetails): boolean {
  const members = [
    room.ownerId,
    ...(room.coOwners ?? []),
    ...(room.coEditors ?? []),
    ...(room.coPublishers ?? []),
  ];
  return members.some(member =>
    member.startsWith(GROUP)
      ? person.groups.includes(member.slice(GROUP.length))
      : personKey(member) === personKey(person.id),
  );
}

/** A room as callers see it, without the internal `site` and `generation`. */
export function roomView({ site: _site, generation: _generation, ...shown }: Room) {
  return shown;
}
