import * as z from 'zod';
import { changeSchema, generateSchema, invitationSchema } from '../../domain/invitation.ts';
import { actorSchema } from '../../domain/person.ts';
import { roleSchema } from '../../domain/role.ts';
import { instantSchema } from '../../domain/time.ts';
import { listQuerySchema, MANAGER, pageOf, problemSchema, ROOM } from './common.ts';
import type { Route } from './route.ts';

const INVITATIONS = `${ROOM}/invitations`;
const INVITATION = `${INVITATIONS}/{id}`;
const INVITER = `${MANAGER} See \`not_allowed_to_invite\` for the other rules.`;
const MANAGER_OR_ADMINISTRATOR = 'A manager of the room, or an administrator (scope `site:admin`).';
const GENERATE_PROBLEMS = [
  'room_not_found',
  'not_allowed_to_invite',
  'email_domain_blocked',
  'email_not_available',
  'idempotency_key_reused',
  'too_many_invitations',
] as const;
const IN_ROOM = ['room_not_found', 'forbidden', 'invitation_not_found'] as const;

const generatedSchema = z
  .strictObject({ invitation: invitationSchema, link: z.url() })
  .meta({ id: 'GeneratedInvitation' });

const linkSchema = z.strictObject({ link: z.url() });

/** Rows are checked one by one, so that a bad one spoils no other; {@link batchRowsSchema} says what is right. */
const batchBodySchema = z.strictObject({ invitations: z.array(z.unknown()).min(1).max(200) });

const batchRowsSchema = z.strictObject({ invitations: z.array(generateSchema).min(1).max(200) });

const batchSchema = z.strictObject({
  results: z.array(
    z.union([
      generatedSchema.extend({ status: z.int() }),
      z.strictObject({ status: z.int(), problem: problemSchema }),
    ]),
  ),
});

const pageQuerySchema = listQuerySchema.pick({ limit: true, cursor: true });

const invitationPageSchema = pageOf(invitationSchema);

const historyPageSchema = pageOf(
  z.looseObject({
    id: z.string(),
    at: instantSchema,
    type: z.enum(['generated', 'mailed', 'entered', 'promoted', 'changed', 'revoked']),
    by: actorSchema.optional(),
  }),
);

const promoteBodySchema = z.strictObject({ role: roleSchema });

/** What managers do with invitations. */
export const invitations = {
  generateInvitation: {
    method: 'POST',
    path: INVITATIONS,
    caller: 'person',
    summary:
      'Generate an invitation and its link; again for the same person gives a new link and ends the old one',
    allowed: INVITER,
    headers: { 'Idempotency-Key': 'optional' },
    body: generateSchema,
    answers: { 200: generatedSchema, 201: generatedSchema },
    problems: GENERATE_PROBLEMS,
    needs: ['BatchGetItem', 'PutItem', 'UpdateItem', 'link keys'],
  },
  generateInvitations: {
    method: 'POST',
    path: `${INVITATIONS}/batch`,
    caller: 'person',
    summary: 'Generate up to 200 invitations; one bad row never spoils another',
    allowed: INVITER,
    headers: { 'Idempotency-Key': 'optional' },
    body: batchBodySchema,
    bodyDescribed: batchRowsSchema,
    bodyLimitKiB: 512,
    answers: { 200: batchSchema },
    problems: GENERATE_PROBLEMS,
    needs: ['BatchGetItem', 'PutItem', 'UpdateItem', 'link keys'],
  },
  listInvitations: {
    method: 'GET',
    path: INVITATIONS,
    caller: 'person',
    summary:
      'The invitations of a room; with a filter a page may be short or empty and still have a `nextCursor`',
    allowed: MANAGER_OR_ADMINISTRATOR,
    query: listQuerySchema,
    answers: { 200: invitationPageSchema },
    problems: ['room_not_found', 'forbidden'],
    needs: ['GetItem', 'Query', 'link keys'],
  },
  getInvitation: {
    method: 'GET',
    path: INVITATION,
    caller: 'person',
    summary: 'An invitation',
    allowed: MANAGER_OR_ADMINISTRATOR,
    answers: { 200: invitationSchema },
    problems: IN_ROOM,
    needs: ['BatchGetItem'],
  },
  changeInvitation: {
    method: 'PATCH',
    path: INVITATION,
    caller: 'person',
    summary: 'Change names, locale or expiry without touching the link',
    allowed: MANAGER,
    body: changeSchema,
    answers: { 200: invitationSchema },
    problems: [...IN_ROOM, 'not_active'],
    needs: ['BatchGetItem', 'UpdateItem'],
  },
  getInvitationLink: {
    method: 'GET',
    path: `${INVITATION}/link`,
    caller: 'person',
    summary: 'The very link that is current, to copy again',
    allowed: INVITER,
    answers: { 200: linkSchema },
    problems: ['room_not_found', 'invitation_not_found', 'not_allowed_to_invite', 'not_active'],
    needs: ['BatchGetItem', 'link keys'],
  },
  getInvitationHistory: {
    method: 'GET',
    path: `${INVITATION}/history`,
    caller: 'person',
    summary: 'What happened to an invitation, newest first',
    allowed: MANAGER_OR_ADMINISTRATOR,
    query: pageQuerySchema,
    answers: { 200: historyPageSchema },
    problems: IN_ROOM,
    needs: ['BatchGetItem', 'Query'],
  },
  resendInvitation: {
    method: 'POST',
    path: `${INVITATION}/resend`,
    caller: 'person',
    summary: 'Mail the current link again',
    allowed: INVITER,
    answers: { 202: invitationSchema },
    problems: [
      'room_not_found',
      'invitation_not_found',
      'not_allowed_to_invite',
      'not_active',
      'email_not_available',
    ],
    needs: ['BatchGetItem', 'UpdateItem'],
  },
  promoteInvitation: {
    method: 'POST',
    path: `${INVITATION}/promote`,
    caller: 'person',
    summary: 'Set the role, up or down, without a new link',
    allowed: MANAGER,
    body: promoteBodySchema,
    answers: { 200: invitationSchema },
    problems: [...IN_ROOM, 'not_active'],
    needs: ['BatchGetItem', 'UpdateItem'],
  },
  revokeInvitation: {
    method: 'POST',
    path: `${INVITATION}/revoke`,
    caller: 'person',
    summary: 'End the link and every admission from it; only generating again brings the person back',
    allowed: MANAGER_OR_ADMINISTRATOR,
    answers: { 200: invitationSchema },
    problems: IN_ROOM,
    needs: ['BatchGetItem', 'UpdateItem'],
  },
} as const satisfies Record<string, Route>;
