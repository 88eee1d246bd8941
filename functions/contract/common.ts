import * as z from 'zod';
import { invitationStatuses } from '../../domain/invitation.ts';
import { problemCodes } from '../../domain/problems.ts';
import { roleSchema } from '../../domain/role.ts';

/** What routes of more than one resource have in common. */

export const ROOM = '/v1/rooms/{roomId}';
export const MANAGER = 'A manager of the room: owner, co-owner, co-editor or co-publisher.';

export const permissionsSchema = z.array(z.string());

export const problemSchema = z
  .looseObject({
    type: z.url(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(problemCodes),
    requestId: z.string(),
  })
  .meta({ id: 'Problem' });

export const listQuerySchema = z.strictObject({
  status: z.enum(invitationStatuses).optional(),
  role: roleSchema.optional(),
  email: z.string().max(320).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(200).optional(),
});

export const pageOf = <T extends z.ZodType>(item: T) =>
  z.strictObject({ items: z.array(item), nextCursor: z.string().optional() });

export const tokenSchema = z.string().min(1).max(1000);

export const nothingSchema = z.strictObject({});
