import * as z from 'zod';
import { reasonsNotToInvite } from '../../domain/inviting.ts';
import { roleSchema } from '../../domain/role.ts';
import { roomDetailsSchema } from '../../domain/room.ts';
import { instantSchema } from '../../domain/time.ts';
import { permissionsSchema, ROOM } from './common.ts';
import type { Route } from './route.ts';

const roomBodySchema = roomDetailsSchema
  .safeExtend({ id: z.string().optional() })
  .meta({ id: 'RoomRequest' });

const roomSchema = roomDetailsSchema
  .safeExtend({
    id: z.string(),
    createdAt: instantSchema,
    updatedAt: instantSchema,
  })
  .meta({ id: 'Room' });

const inviteOptionsSchema = z
  .strictObject({
    canInvite: z.boolean(),
    reason: z.enum(reasonsNotToInvite).optional(),
    roles: z.array(z.strictObject({ role: roleSchema, permissions: permissionsSchema })),
    email: z.strictObject({ available: z.boolean(), locales: z.array(z.string()) }),
    linkDurationMinutes: z.int(),
    maxDevices: z.int(),
  })
  .meta({ id: 'InviteOptions' });

/** Rooms, as the site’s backend registers them. */
export const rooms = {
  putRoom: {
    method: 'PUT',
    path: ROOM,
    caller: 'backend',
    summary: 'Register or replace a room',
    body: roomBodySchema,
    answers: { 200: roomSchema, 201: roomSchema },
    problems: [],
    needs: ['UpdateItem'],
  },
  getRoom: {
    method: 'GET',
    path: ROOM,
    caller: 'person',
    summary: 'A room',
    allowed: 'A manager of the room, the site’s backend, or an administrator.',
    answers: { 200: roomSchema },
    problems: ['room_not_found', 'forbidden'],
    needs: ['GetItem'],
  },
  deleteRoom: {
    method: 'DELETE',
    path: ROOM,
    caller: 'backend',
    summary: 'Delete a room: every link of it stops',
    answers: { 204: null },
    problems: [],
    needs: ['UpdateItem'],
  },
  getInviteOptions: {
    method: 'GET',
    path: `${ROOM}/invite-options`,
    caller: 'person',
    summary: 'What the Invite window may show',
    answers: { 200: inviteOptionsSchema },
    problems: ['room_not_found'],
    needs: ['GetItem'],
  },
} as const satisfies Record<string, Route>;
