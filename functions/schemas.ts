import * as z from 'zod';
import { generateSchema, invitationSchema, invitationStatuses } from '../domain/invitation.ts';
import { reasonsNotToInvite } from '../domain/inviting.ts';
import { actorSchema, directoryPersonSchema } from '../domain/person.ts';
import { problemCodes } from '../domain/problems.ts';
import { visitStates } from '../domain/redeem.ts';
import { roleSchema } from '../domain/role.ts';
import { roomDetailsSchema } from '../domain/room.ts';
import { siteFaceSchema } from '../domain/site.ts';
import { suppressionSchema } from '../domain/suppression.ts';
import { templateContentSchema, templateIdSchema, variableNames } from '../domain/template.ts';
import { instantSchema } from '../domain/time.ts';

/** What goes over the wire, where it is not a noun of the domain already. */

export const roomBodySchema = roomDetailsSchema
  .safeExtend({ id: z.string().optional() })
  .meta({ id: 'RoomRequest' });
export const roomSchema = roomDetailsSchema
  .safeExtend({
    id: z.string(),
    createdAt: instantSchema,
    updatedAt: instantSchema,
  })
  .meta({ id: 'Room' });

const permissionsSchema = z.array(z.string());

export const inviteOptionsSchema = z
  .strictObject({
    canInvite: z.boolean(),
    reason: z.enum(reasonsNotToInvite).optional(),
    roles: z.array(z.strictObject({ role: roleSchema, permissions: permissionsSchema })),
    email: z.strictObject({ available: z.boolean(), locales: z.array(z.string()) }),
    linkDurationMinutes: z.int(),
    maxDevices: z.int(),
  })
  .meta({ id: 'InviteOptions' });

export const peopleQuerySchema = z.strictObject({ q: z.string().max(254) });
export const peopleBodySchema = z.strictObject({ people: z.array(directoryPersonSchema).min(1).max(100) });
export const peopleSchema = z.strictObject({ items: z.array(directoryPersonSchema) });

export const generatedSchema = z
  .strictObject({ invitation: invitationSchema, link: z.url() })
  .meta({ id: 'GeneratedInvitation' });
export const linkSchema = z.strictObject({ link: z.url() });

/** Rows are checked one by one, so that a bad one spoils no other; {@link batchRowsSchema} says what is right. */
export const batchBodySchema = z.strictObject({ invitations: z.array(z.unknown()).min(1).max(200) });
export const batchRowsSchema = z.strictObject({ invitations: z.array(generateSchema).min(1).max(200) });

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

export const batchSchema = z.strictObject({
  results: z.array(
    z.union([
      generatedSchema.extend({ status: z.int() }),
      z.strictObject({ status: z.int(), problem: problemSchema }),
    ]),
  ),
});

export const listQuerySchema = z.strictObject({
  status: z.enum(invitationStatuses).optional(),
  role: roleSchema.optional(),
  email: z.string().max(320).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(200).optional(),
});
export const pageQuerySchema = listQuerySchema.pick({ limit: true, cursor: true });

const pageOf = <T extends z.ZodType>(item: T) =>
  z.strictObject({ items: z.array(item), nextCursor: z.string().optional() });

export const invitationPageSchema = pageOf(invitationSchema);
export const historyPageSchema = pageOf(
  z.looseObject({
    id: z.string(),
    at: instantSchema,
    type: z.enum(['generated', 'mailed', 'entered', 'promoted', 'changed', 'revoked']),
    by: actorSchema.optional(),
  }),
);

export const promoteBodySchema = z.strictObject({ role: roleSchema });

const tokenSchema = z.string().min(1).max(1000);
export const redeemBodySchema = z
  .strictObject({
    token: tokenSchema,
    email: z.string().max(320).optional(),
    enter: z.boolean().default(false),
  })
  .meta({ id: 'RedeemRequest' });
export const requestLinkBodySchema = z.strictObject({ token: tokenSchema });

const admissionSchema = z.strictObject({
  role: roleSchema,
  permissions: permissionsSchema,
  joinUrl: z.url(),
  ticket: z.string(),
  ticketExpiresAt: instantSchema,
});

/** What an invitee sees; `invitation` once the person is known, the admission's members when admitted. */
export const visitSchema = z
  .strictObject({
    state: z.enum(visitStates),
    known: z.boolean(),
    now: instantSchema,
    locale: z.string(),
    site: siteFaceSchema,
    room: z.strictObject(roomDetailsSchema.shape).pick({
      title: true,
      description: true,
      startsAt: true,
      endsAt: true,
      timeZone: true,
      speakers: true,
    }),
    invitation: invitationSchema
      .pick({ firstName: true, lastName: true, role: true, permissions: true, expiresAt: true })
      .optional(),
    ...admissionSchema.partial().shape,
  })
  .meta({ id: 'Visit' });

export const templateListSchema = z.strictObject({
  items: z.array(
    templateIdSchema.extend({
      hasDefault: z.boolean().describe('Whether `DELETE` brings a default template back.'),
    }),
  ),
});

/** As it stands: what is left out in the SES console is empty, and a filled-in part may be longer than one to be saved. */
export const templateSchema = z
  .strictObject({ subject: z.string(), html: z.string(), text: z.string() })
  .meta({ id: 'EmailTemplate' });

const draftSchema = templateContentSchema
  .partial()
  .describe('What is left out is taken from the template as it is saved.');
const variablesSchema = z.partialRecord(z.enum(variableNames), z.string().max(2000));
export const templateSampleBodySchema = draftSchema
  .extend({ variables: variablesSchema.optional().describe('Values to show instead of the sample’s.') })
  .meta({ id: 'EmailTemplateSampleRequest' });

export const suppressedQuerySchema = listQuerySchema.pick({ email: true, limit: true }).extend({
  cursor: z
    .string()
    .regex(/^[0-9a-f]{32}$/, 'must be the nextCursor of a page')
    .optional(),
});
export const suppressedPageSchema = pageOf(suppressionSchema);

export const unsubscribeQuerySchema = z.strictObject({ token: tokenSchema });

export const healthSchema = z.strictObject({ status: z.literal('ok'), version: z.string() });
export const jsonDocumentSchema = z.looseObject({});
export const nothingSchema = z.strictObject({});
