import * as z from 'zod';
import { localeSchema } from '../../domain/identifier.ts';
import { invitationSchema } from '../../domain/invitation.ts';
import { visitStates } from '../../domain/redeem.ts';
import { roleSchema } from '../../domain/role.ts';
import { roomDetailsSchema } from '../../domain/room.ts';
import { siteFaceSchema } from '../../domain/site.ts';
import { textSchema } from '../../domain/text.ts';
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
    email: textSchema(320).optional(),
    enter: z.boolean().default(false),
  })
  .meta({ id: 'RedeemRequest' });

const requestLinkBodySchema = z.strictObject({ token: tokenSchema });

/** A launch token has the person's names, so it may be much longer than a link token. */
const launchFormBodySchema = z.strictObject({ token: textSchema(4000).min(1) });

const launchFormSchema = z.strictObject({
  action: z.url(),
  fields: z.record(z.string(), z.string()),
});

const admissionSchema = z.strictObject({
  role: roleSchema,
  permissions: permissionsSchema,
  joinUrl: z.url(),
  ticket: z.string(),
  ticketExpiresAt: instantSchema,
});

/**
 * What an invitee sees: `opensAt` if `waiting`, `invitation` once the person is known, the admission if `admitted`.
 */
const visitSchema = z
  .strictObject({
    state: z.enum(visitStates),
    known: z.boolean(),
    now: instantSchema,
    locale: localeSchema,
    site: siteFaceSchema,
    room: z.strictObject(roomDetailsSchema.shape).pick({
      title: true,
      description: true,
      startsAt: true,
      endsAt: true,
      timeZone: true,
      speakers: true,
    }),
    opensAt: instantSchema
      .optional()
      .describe('In `waiting`: the exact time from which this invitee may enter.'),
    invitation: invitationSchema
      .pick({ firstName: true, lastName: true, role: true, permissions: true, expiresAt: true })
      .optional(),
    ...admissionSchema.partial().shape,
  })
  .meta({ id: 'Visit' });

/** Routes for invitees and their links. */
export const visits = {
  redeemInvitation: {
    method: 'POST',
    path: '/v1/redeem',
    caller: 'invitee',
    summary: 'Redeem a link on a device and, with `enter`, enter the room if it is open to the invitee',
    body: redeemBodySchema,
    answers: { 200: visitSchema },
    problems: ['link_invalid', ...LINK_PROBLEMS, 'email_mismatch', 'too_many_attempts'],
    needs: ['BatchGetItem ROOM', 'UpdateItem LINK', 'link keys', 'ticket keys', 'room queue'],
  },
  getSession: {
    method: 'POST',
    path: '/v1/session',
    caller: 'admitted',
    summary: 'Get the current admission, with a new ticket',
    answers: { 200: visitSchema },
    problems: LINK_PROBLEMS,
    needs: ['BatchGetItem ROOM', 'ticket keys', 'kaltura secrets', 'room queue'],
  },
  requestLink: {
    method: 'POST',
    path: '/v1/request-link',
    caller: 'anyone',
    summary:
      'Mail a fresh link to the invited address; the response is the same whether or not a mail was sent',
    body: requestLinkBodySchema,
    answers: { 202: nothingSchema },
    problems: [],
    needs: [
      'BatchGetItem ROOM',
      'BatchGetItem SETTINGS',
      'BatchGetItem TRUST',
      'UpdateItem LINK',
      'link keys',
      'room queue',
    ],
  },
  getLaunchForm: {
    method: 'POST',
    path: '/v1/launch-form',
    caller: 'anyone',
    allowed: 'Anyone with a launch token, from the fragment of the page `/join`.',
    summary: 'Get the signed form (LTI 1.1) that opens the room, once for each launch token',
    body: launchFormBodySchema,
    answers: { 200: launchFormSchema },
    problems: ['link_invalid', 'link_expired'],
    needs: [
      'BatchGetItem SETTINGS',
      'BatchGetItem TRUST',
      'UpdateItem LAUNCH',
      'ticket keys',
      'kaltura secrets',
    ],
  },
} as const satisfies Record<string, Route>;
