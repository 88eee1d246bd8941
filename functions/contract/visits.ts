import * as z from 'zod';
import { invitationSchema } from '../../domain/invitation.ts';
import { visitStates } from '../../domain/redeem.ts';
import { roleSchema } from '../../domain/role.ts';
import { roomDetailsSchema } from '../../domain/room.ts';
import { siteFaceSchema } from '../../domain/site.ts';
import { instantSchema } from '../../domain/time.ts';
import { nothingSchema, permissionsSchema, tokenSchema } from './common.ts';
import type { Route } from './route.ts';

const LINK_PROBLEMS = [
  'room_deleted',
  'invitation_revoked',
  'link_replaced',
  'link_expired',
  'email_domain_blocked',
  'link_used_on_another_device',
] as const;

const redeemBodySchema = z
  .strictObject({
    token: tokenSchema,
    email: z.string().max(320).optional(),
    enter: z.boolean().default(false),
  })
  .meta({ id: 'RedeemRequest' });

const requestLinkBodySchema = z.strictObject({ token: tokenSchema });

const admissionSchema = z.strictObject({
  role: roleSchema,
  permissions: permissionsSchema,
  joinUrl: z.url(),
  ticket: z.string(),
  ticketExpiresAt: instantSchema,
});

/** What an invitee sees; `invitation` once the person is known, the admission's members when admitted. */
const visitSchema = z
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

/** What invitees do with their links. */
export const visits = {
  redeemInvitation: {
    method: 'POST',
    path: '/v1/redeem',
    caller: 'invitee',
    summary: 'Open a link on a device and, when the time has come, enter',
    body: redeemBodySchema,
    answers: { 200: visitSchema },
    problems: ['link_invalid', ...LINK_PROBLEMS, 'email_mismatch', 'too_many_attempts'],
    needs: ['BatchGetItem', 'UpdateItem', 'link keys', 'ticket keys'],
  },
  getSession: {
    method: 'POST',
    path: '/v1/session',
    caller: 'admitted',
    summary: 'The admission as it stands now, with a new ticket',
    answers: { 200: visitSchema },
    problems: LINK_PROBLEMS,
    needs: ['BatchGetItem', 'ticket keys'],
  },
  requestLink: {
    method: 'POST',
    path: '/v1/request-link',
    caller: 'anyone',
    summary: 'Mail a fresh link to the invited address; the answer never tells whether it was done',
    body: requestLinkBodySchema,
    answers: { 202: nothingSchema },
    problems: [],
    needs: ['BatchGetItem', 'UpdateItem', 'link keys'],
  },
} as const satisfies Record<string, Route>;
