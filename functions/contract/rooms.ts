import * as z from 'zod';
import { idSchema, localeSchema } from '../../domain/identifier.ts';
import { reasonsNotToInvite } from '../../domain/inviting.ts';
import { roleSchema } from '../../domain/role.ts';
import { roomDetailsSchema } from '../../domain/room.ts';
import { settingsSchema } from '../../domain/site.ts';
import { instantSchema } from '../../domain/time.ts';
import { permissionsSchema, READING_ENTRY, ROOM } from './common.ts';
import type { Route } from './route.ts';

const roomBodySchema = roomDetailsSchema.safeExtend({ id: idSchema.optional() }).meta({ id: 'RoomRequest' });

const roomSchema = roomDetailsSchema
  .safeExtend({
    id: idSchema,
    createdAt: instantSchema,
    updatedAt: instantSchema,
    // Kaltura's lists have no maximum.
    ownerId: z.string(),
    coEditors: z.array(z.string()).optional(),
    coPublishers: z.array(z.string()).optional(),
    readAt: instantSchema.optional(),
    stale: z.literal(true).optional(),
  })
  .meta({ id: 'Room' });

const inviting = settingsSchema.shape.inviteToMedia.shape;

const inviteOptionsSchema = z
  .strictObject({
    canInvite: z.boolean(),
    reason: z.enum(reasonsNotToInvite).optional(),
    roles: z.array(z.strictObject({ role: roleSchema, permissions: permissionsSchema })),
    email: z.strictObject({ available: z.boolean(), locales: z.array(localeSchema) }),
    linkDurationMinutes: inviting.linkDurationMinutes,
    maxDevices: inviting.linkReusability,
  })
  .meta({ id: 'InviteOptions' });

/** Routes of rooms, which the site’s backend registers. */
export const rooms = {
  putRoom: {
    method: 'PUT',
    path: ROOM,
    caller: 'backend',
    summary: 'Register or replace a room',
    body: roomBodySchema,
    answers: { 200: roomSchema, 201: roomSchema },
    problems: ['managed_by_kaltura'],
    needs: ['UpdateItem ROOM'],
  },
  getRoom: {
    method: 'GET',
    path: ROOM,
    caller: 'person',
    summary: 'Get a room',
    allowed: 'A manager of the room, the site’s backend, or an administrator.',
    answers: { 200: roomSchema },
    problems: ['room_not_found', 'forbidden'],
    needs: ['GetItem ROOM', ...READING_ENTRY],
  },
  deleteRoom: {
    method: 'DELETE',
    path: ROOM,
    caller: 'backend',
    summary: 'Delete a room: all its links end',
    answers: { 204: null },
    problems: ['managed_by_kaltura'],
    needs: ['UpdateItem ROOM'],
  },
  getInviteOptions: {
    method: 'GET',
    path: `${ROOM}/invite-options`,
    caller: 'person',
    summary: 'Get the options of the Invite window',
    answers: { 200: inviteOptionsSchema },
    problems: ['room_not_found'],
    needs: ['GetItem ROOM', ...READING_ENTRY],
  },
} as const satisfies Record<string, Route>;
