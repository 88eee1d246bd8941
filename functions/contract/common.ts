import * as z from 'zod';
import { localeSchema } from '../../domain/identifier.ts';
import { invitationStatuses } from '../../domain/invitation.ts';
import { problemCodes } from '../../domain/problems.ts';
import { permissions, roleSchema } from '../../domain/role.ts';
import { siteFaceSchema } from '../../domain/site.ts';
import { textSchema } from '../../domain/text.ts';
import { instantSchema } from '../../domain/time.ts';
import type { Need } from './route.ts';

/** Schemas and texts that the routes of several resources share. */

export const ROOM = '/v1/rooms/{roomId}';
export const MANAGER = 'A manager of the room: owner, co-owner, co-editor or co-publisher.';

export const permissionsSchema = z.array(z.enum(permissions));

/** What is wrong and where; for a template with line and column. */
const errorSchema = z.strictObject({
  path: z.string(),
  message: z.string(),
  line: z.int().min(1).optional(),
  column: z.int().min(1).optional(),
});

/** Only some codes have the members after `requestId` (docs/contract.md#4-errors). */
export const problemSchema = z
  .looseObject({
    type: z.url(),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string(),
    code: z.enum(problemCodes),
    requestId: z.string(),
    errors: z.array(errorSchema).optional(),
    reason: z.string().optional(),
    attemptsLeft: z.int().min(0).optional(),
    emailAvailable: z.boolean().optional(),
    invitedBy: z.string().optional(),
    now: instantSchema.optional(),
    site: siteFaceSchema.optional(),
    locale: localeSchema.optional(),
  })
  .meta({ id: 'Problem' });

const cursorSchema = (form: RegExp) => z.string().regex(form, 'must be the nextCursor of a page').optional();

/** Cursor of a list ordered by hashes: invitations and suppressed addresses. */
export const hashCursorSchema = cursorSchema(/^[0-9a-f]{32}$/);

/** Cursor of a list ordered by ULIDs. */
export const ulidCursorSchema = cursorSchema(/^[0-9A-HJKMNP-TV-Z]{26}$/);

export const listQuerySchema = z.strictObject({
  status: z.enum(invitationStatuses).optional(),
  role: roleSchema.optional(),
  email: textSchema(320).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: hashCursorSchema,
});

export const pageOf = <T extends z.ZodType>(item: T) =>
  z.strictObject({ items: z.array(item), nextCursor: z.string().optional() });

export const tokenSchema = textSchema(1000).min(1);

export const nothingSchema = z.strictObject({});

/** What a manager's route needs to read a room from Kaltura, and to store it, unless it may write invitations anyway. */
export const READING_ENTRY = ['kaltura app tokens', 'UpdateItem ENTRY'] as const satisfies Need[];
