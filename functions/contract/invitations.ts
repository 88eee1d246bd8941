import * as z from 'zod';
import { changeSchema, generateSchema, invitationSchema } from '../../domain/invitation.ts';
import { actorSchema } from '../../domain/person.ts';
import { roleSchema } from '../../domain/role.ts';
import { instantSchema } from '../../domain/time.ts';
import {
  listQuerySchema,
  MANAGER,
  pageOf,
  problemSchema,
  READING_ENTRY,
  ROOM,
  ulidCursorSchema,
} from './common.ts';
import type { Need, Route } from './route.ts';

const INVITATIONS = `${ROOM}/invitations`;
const INVITATION = `${INVITATIONS}/{id}`;
const INVITER = `${MANAGER} See \`not_allowed_to_invite\` for the other rules.`;
const MANAGER_OR_ADMINISTRATOR = 'A manager of the room, or an administrator (scope `site:admin`).';
const GENERATE_PROBLEMS = [
  'room_not_found',
  'not_allowed_to_invite',
  'email_domain_blocked',
  'session_too_far_ahead',
  'email_not_available',
  'idempotency_key_reused',
  'too_many_invitations',
] as const;
const IN_ROOM = ['room_not_found', 'forbidden', 'invitation_not_found'] as const;

const GENERATING: Need[] = [
  'BatchGetItem ROOM',
  'BatchGetItem COUNT',
  'BatchGetItem IDEMPOTENCY',
  'PutItem IDEMPOTENCY',
  'UpdateItem INVITATION',
  'link keys',
  'id key',
  'kaltura app tokens',
];

const generatedSchema = z
  .strictObject({ invitation: invitationSchema, link: z.url() })
  .meta({ id: 'GeneratedInvitation' });

const linkSchema = z.strictObject({ link: z.url() });

/** The handler checks the rows one by one, so that a bad row does not affect others: see {@link batchRowsSchema}. */
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

const historyQuerySchema = listQuerySchema.pick({ limit: true }).extend({ cursor: ulidCursorSchema });

const invitationPageSchema = pageOf(invitationSchema);

const historyPageSchema = pageOf(
  z.looseObject({
    id: z.string(),
    at: instantSchema,
    type: z.enum(['generated', 'mailed', 'entered', 'promoted', 'changed', 'revoked', 'locked']),
    by: actorSchema.optional(),
  }),
);

const promoteBodySchema = z.strictObject({ role: roleSchema });

/** Routes for managers and their invitations. */
export const invitations = {
  generateInvitation: {
    method: 'POST',
    path: INVITATIONS,
    caller: 'person',
    summary: 'Generate an invitation and its link; generating it again makes a new link and ends the old one',
    allowed: INVITER,
    headers: { 'Idempotency-Key': 'optional' },
    body: generateSchema,
    answers: { 200: generatedSchema, 201: generatedSchema },
    problems: GENERATE_PROBLEMS,
    needs: GENERATING,
  },
  generateInvitations: {
    method: 'POST',
    path: `${INVITATIONS}/batch`,
    caller: 'person',
    summary: 'Generate up to 200 invitations; an invalid row does not affect the others',
    allowed: INVITER,
    headers: { 'Idempotency-Key': 'optional' },
    body: batchBodySchema,
    bodyDescribed: batchRowsSchema,
    bodyLimitKiB: 512,
    answers: { 200: batchSchema },
    problems: GENERATE_PROBLEMS,
    needs: GENERATING,
  },
  listInvitations: {
    method: 'GET',
    path: INVITATIONS,
    caller: 'person',
    summary:
      'List the invitations of a room; with a filter, a page may be short or empty and still have a `nextCursor`',
    allowed: MANAGER_OR_ADMINISTRATOR,
    query: listQuerySchema,
    answers: { 200: invitationPageSchema },
    problems: ['room_not_found', 'forbidden'],
    needs: ['GetItem ROOM', 'Query ROOM', 'id key', ...READING_ENTRY],
  },
  getInvitation: {
    method: 'GET',
    path: INVITATION,
    caller: 'person',
    summary: 'Get an invitation',
    allowed: MANAGER_OR_ADMINISTRATOR,
    answers: { 200: invitationSchema },
    problems: IN_ROOM,
    needs: ['BatchGetItem ROOM', ...READING_ENTRY],
  },
  changeInvitation: {
    method: 'PATCH',
    path: INVITATION,
    caller: 'person',
    summary: 'Change names, locale or expiry; the link stays the same',
    allowed: MANAGER,
    body: changeSchema,
    answers: { 200: invitationSchema },
    problems: [...IN_ROOM, 'not_active'],
    needs: ['BatchGetItem ROOM', 'UpdateItem INVITATION', 'kaltura app tokens'],
  },
  getInvitationLink: {
    method: 'GET',
    path: `${INVITATION}/link`,
    caller: 'person',
    summary: 'Get the current link, to copy it again',
    allowed: INVITER,
    answers: { 200: linkSchema },
    problems: ['room_not_found', 'invitation_not_found', 'not_allowed_to_invite', 'not_active'],
    needs: ['BatchGetItem ROOM', 'link keys', ...READING_ENTRY],
  },
  getInvitationHistory: {
    method: 'GET',
    path: `${INVITATION}/history`,
    caller: 'person',
    summary: 'List the history of an invitation, newest first',
    allowed: MANAGER_OR_ADMINISTRATOR,
    query: historyQuerySchema,
    answers: { 200: historyPageSchema },
    problems: IN_ROOM,
    needs: ['BatchGetItem ROOM', 'Query HISTORY', ...READING_ENTRY],
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
    needs: ['BatchGetItem ROOM', 'UpdateItem INVITATION', 'kaltura app tokens'],
  },
  promoteInvitation: {
    method: 'POST',
    path: `${INVITATION}/promote`,
    caller: 'person',
    summary: 'Change the role, up or down; the link stays the same',
    allowed: MANAGER,
    body: promoteBodySchema,
    answers: { 200: invitationSchema },
    problems: [...IN_ROOM, 'not_active'],
    needs: ['BatchGetItem ROOM', 'UpdateItem INVITATION', 'kaltura app tokens'],
  },
  revokeInvitation: {
    method: 'POST',
    path: `${INVITATION}/revoke`,
    caller: 'person',
    summary:
      'Revoke an invitation: its link and admissions end; to let the invitee in again, generate it again',
    allowed: MANAGER_OR_ADMINISTRATOR,
    answers: { 200: invitationSchema },
    problems: IN_ROOM,
    needs: ['BatchGetItem ROOM', 'UpdateItem INVITATION', 'kaltura app tokens'],
  },
} as const satisfies Record<string, Route>;
