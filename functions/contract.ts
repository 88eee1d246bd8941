import { changeSchema, generateSchema, invitationSchema } from '../domain/invitation.ts';
import { settingsSchema } from '../domain/site.ts';
import { templateContentSchema } from '../domain/template.ts';
import type { Need, Route } from './route.ts';
import * as wire from './schemas.ts';

const ROOM = '/v1/rooms/{roomId}';
const INVITATIONS = `${ROOM}/invitations`;
const INVITATION = `${INVITATIONS}/{id}`;
const TEMPLATES = '/v1/site/email-templates';
const TEMPLATE = `${TEMPLATES}/{name}/{locale}`;
const SUPPRESSED = '/v1/site/suppressed-addresses';
const UNSUBSCRIBE = '/v1/unsubscribe';
const MANAGER = 'A manager of the room: owner, co-owner, co-editor or co-publisher.';
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
const LINK_PROBLEMS = [
  'room_deleted',
  'invitation_revoked',
  'link_replaced',
  'link_expired',
  'email_domain_blocked',
  'link_used_on_another_device',
] as const;
const IN_ROOM = ['room_not_found', 'forbidden', 'invitation_not_found'] as const;

/**
 * The one list of routes. Read by the handlers, by the stacks (`lib/`), by the local stack and by the OpenAPI
 * document. A route `generateInvitation` lives in `functions/generate-invitation.ts`.
 */
export const routes = {
  putRoom: {
    method: 'PUT',
    path: ROOM,
    caller: 'backend',
    summary: 'Register or replace a room',
    body: wire.roomBodySchema,
    answers: { 200: wire.roomSchema, 201: wire.roomSchema },
    problems: [],
    needs: ['UpdateItem'],
  },
  getRoom: {
    method: 'GET',
    path: ROOM,
    caller: 'person',
    summary: 'A room',
    allowed: 'A manager of the room, the site’s backend, or an administrator.',
    answers: { 200: wire.roomSchema },
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
    answers: { 200: wire.inviteOptionsSchema },
    problems: ['room_not_found'],
    needs: ['GetItem'],
  },
  findPeople: {
    method: 'GET',
    path: `${ROOM}/people`,
    caller: 'person',
    summary: 'People of the site whose e-mail, first or last name begins with `q` (3 or more characters)',
    allowed: MANAGER,
    query: wire.peopleQuerySchema,
    answers: { 200: wire.peopleSchema },
    problems: ['room_not_found', 'forbidden'],
    needs: ['GetItem', 'Query'],
  },
  putPeople: {
    method: 'PUT',
    path: '/v1/people',
    caller: 'backend',
    summary: 'Add people to the site’s own directory, or replace them',
    body: wire.peopleBodySchema,
    answers: { 200: wire.peopleSchema },
    problems: [],
    needs: ['BatchGetItem', 'PutItem', 'DeleteItem'],
  },
  deletePerson: {
    method: 'DELETE',
    path: '/v1/people/{id}',
    caller: 'backend',
    summary: 'Take a person out of the site’s own directory',
    answers: { 204: null },
    problems: [],
    needs: ['BatchGetItem', 'DeleteItem'],
  },
  generateInvitation: {
    method: 'POST',
    path: INVITATIONS,
    caller: 'person',
    summary:
      'Generate an invitation and its link; again for the same person gives a new link and ends the old one',
    allowed: INVITER,
    headers: ['Idempotency-Key'],
    body: generateSchema,
    answers: { 200: wire.generatedSchema, 201: wire.generatedSchema },
    problems: GENERATE_PROBLEMS,
    needs: ['BatchGetItem', 'PutItem', 'UpdateItem', 'link keys'],
  },
  generateInvitations: {
    method: 'POST',
    path: `${INVITATIONS}/batch`,
    caller: 'person',
    summary: 'Generate up to 200 invitations; one bad row never spoils another',
    allowed: INVITER,
    headers: ['Idempotency-Key'],
    body: wire.batchBodySchema,
    bodyDescribed: wire.batchRowsSchema,
    bodyLimitKiB: 512,
    answers: { 200: wire.batchSchema },
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
    query: wire.listQuerySchema,
    answers: { 200: wire.invitationPageSchema },
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
    answers: { 200: wire.linkSchema },
    problems: ['room_not_found', 'invitation_not_found', 'not_allowed_to_invite', 'not_active'],
    needs: ['BatchGetItem', 'link keys'],
  },
  getInvitationHistory: {
    method: 'GET',
    path: `${INVITATION}/history`,
    caller: 'person',
    summary: 'What happened to an invitation, newest first',
    allowed: MANAGER_OR_ADMINISTRATOR,
    query: wire.pageQuerySchema,
    answers: { 200: wire.historyPageSchema },
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
    body: wire.promoteBodySchema,
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
  redeemInvitation: {
    method: 'POST',
    path: '/v1/redeem',
    caller: 'invitee',
    summary: 'Open a link on a device and, when the time has come, enter',
    body: wire.redeemBodySchema,
    answers: { 200: wire.visitSchema },
    problems: ['link_invalid', ...LINK_PROBLEMS, 'email_mismatch', 'too_many_attempts'],
    needs: ['BatchGetItem', 'UpdateItem', 'link keys', 'ticket keys'],
  },
  getSession: {
    method: 'POST',
    path: '/v1/session',
    caller: 'admitted',
    summary: 'The admission as it stands now, with a new ticket',
    answers: { 200: wire.visitSchema },
    problems: LINK_PROBLEMS,
    needs: ['BatchGetItem', 'ticket keys'],
  },
  requestLink: {
    method: 'POST',
    path: '/v1/request-link',
    caller: 'anyone',
    summary: 'Mail a fresh link to the invited address; the answer never tells whether it was done',
    body: wire.requestLinkBodySchema,
    answers: { 202: wire.nothingSchema },
    problems: [],
    needs: ['BatchGetItem', 'UpdateItem', 'link keys'],
  },
  getSettings: {
    method: 'GET',
    path: '/v1/site/settings',
    caller: 'administrator',
    summary: 'The site’s settings, with an `ETag`',
    answers: { 200: settingsSchema },
    problems: [],
    needs: [],
  },
  putSettings: {
    method: 'PUT',
    path: '/v1/site/settings',
    caller: 'administrator',
    summary: 'Replace the site’s settings; needs `If-Match`',
    headers: ['If-Match'],
    body: settingsSchema,
    answers: { 200: settingsSchema },
    problems: ['precondition_failed'],
    needs: ['UpdateItem'],
  },
  listEmailTemplates: {
    method: 'GET',
    path: TEMPLATES,
    caller: 'administrator',
    summary: 'The site’s mail templates, by name and locale',
    answers: { 200: wire.templateListSchema },
    problems: [],
    needs: ['template list'],
  },
  getEmailTemplate: {
    method: 'GET',
    path: TEMPLATE,
    caller: 'administrator',
    summary: 'A mail template, with an `ETag`',
    answers: { 200: wire.templateSchema },
    problems: ['not_found'],
    needs: ['templates'],
  },
  putEmailTemplate: {
    method: 'PUT',
    path: TEMPLATE,
    caller: 'administrator',
    summary: 'Save a mail template; with `If-Match` only if nobody has changed it meanwhile',
    headers: ['If-Match'],
    body: templateContentSchema,
    answers: { 200: wire.templateSchema },
    problems: ['precondition_failed', 'template_invalid'],
    needs: ['UpdateItem', 'templates', 'template changes'],
  },
  deleteEmailTemplate: {
    method: 'DELETE',
    path: TEMPLATE,
    caller: 'administrator',
    summary: 'Back to the default template; one that has no default is gone',
    headers: ['If-Match'],
    answers: { 204: null },
    problems: ['not_found', 'precondition_failed'],
    needs: ['UpdateItem', 'templates', 'template changes'],
  },
  previewEmailTemplate: {
    method: 'POST',
    path: `${TEMPLATE}/preview`,
    caller: 'administrator',
    summary:
      'What a mail of a template looks like, saved or as it is being written, with sample or given values',
    body: wire.templatePreviewBodySchema,
    answers: { 200: wire.templateSchema },
    problems: ['not_found', 'template_invalid'],
    needs: ['templates'],
  },
  testEmailTemplate: {
    method: 'POST',
    path: `${TEMPLATE}/test`,
    caller: 'administrator',
    summary: 'Mail a sample of a template, saved or as it is being written, to the caller’s own address',
    body: wire.templateTestBodySchema,
    answers: { 202: wire.nothingSchema },
    problems: ['not_found', 'template_invalid'],
    needs: ['templates', 'mail'],
  },
  listSuppressedAddresses: {
    method: 'GET',
    path: SUPPRESSED,
    caller: 'administrator',
    summary: 'Addresses that the site writes to no more: they bounced, complained, or asked for it',
    query: wire.suppressedQuerySchema,
    answers: { 200: wire.suppressedPageSchema },
    problems: [],
    needs: ['Query', 'GetItem', 'link keys'],
  },
  liftSuppression: {
    method: 'DELETE',
    path: `${SUPPRESSED}/{id}`,
    caller: 'administrator',
    summary: 'Let an address be written to again',
    answers: { 204: null },
    problems: [],
    needs: ['DeleteItem'],
  },
  getUnsubscribePage: {
    method: 'GET',
    path: UNSUBSCRIBE,
    caller: 'anyone',
    summary: 'A page that asks whether to write no more; it changes nothing',
    query: wire.unsubscribeQuerySchema,
    answers: { 200: null },
    contentType: 'text/html; charset=utf-8',
    problems: ['link_invalid'],
    needs: ['link keys'],
  },
  unsubscribe: {
    method: 'POST',
    path: UNSUBSCRIBE,
    caller: 'anyone',
    summary: 'Write to this address no more (RFC 8058, one click); the body is not looked at',
    query: wire.unsubscribeQuerySchema,
    answers: { 200: null },
    contentType: 'text/html; charset=utf-8',
    problems: ['link_invalid'],
    needs: ['UpdateItem', 'link keys'],
  },
  getHealth: {
    method: 'GET',
    path: '/v1/health',
    caller: 'anyone',
    summary: 'Whether the service answers, and its version',
    answers: { 200: wire.healthSchema },
    problems: [],
    needs: [],
  },
  getOpenapi: {
    method: 'GET',
    path: '/openapi.json',
    caller: 'anyone',
    summary: 'This description',
    answers: { 200: wire.jsonDocumentSchema },
    problems: [],
    needs: [],
  },
  getTicketKeys: {
    method: 'GET',
    path: '/.well-known/jwks.json',
    caller: 'anyone',
    summary: 'The keys that sign tickets and launch tokens',
    answers: { 200: wire.jsonDocumentSchema },
    problems: [],
    needs: ['ticket keys'],
  },
  getProblem: {
    method: 'GET',
    path: '/problems/{code}',
    caller: 'anyone',
    summary: 'What a problem means and what to do, as a page',
    answers: { 200: null },
    contentType: 'text/html; charset=utf-8',
    problems: ['not_found'],
    needs: [],
  },
  fallback: {
    method: 'ANY',
    path: '$default',
    caller: 'anyone',
    summary: 'CORS preflights, and everything that is not there',
    answers: { 204: null },
    problems: ['not_found'],
    needs: [],
  },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;

/** The file of a route's or a trigger's function, without its ending: `generateInvitation` → `generate-invitation`. */
export const fileOf = (name: string): string =>
  name.replace(/[A-Z]/g, capital => `-${capital.toLowerCase()}`);

/**
 * What happens without a caller; each lives in a file of its name, like a route, and has a queue of what it is to do,
 * where a message is tried as often as `receives` says before it goes to the queue's failures.
 */
export const triggers = {
  /** The table's stream, and what of it could not be followed at once: writes and changes of invitations. */
  recordChanges: { needs: ['PutItem', 'UpdateItem', 'mail queue', 'change queue'], receives: 5 },
  /** The mail queue. */
  deliverEmail: {
    needs: ['BatchGetItem', 'GetItem', 'Query', 'UpdateItem', 'link keys', 'templates', 'mail', 'mail delay'],
    // With its back-off four days.
    receives: 100,
  },
  /** What SES says of the mails it was given. */
  recordDelivery: { needs: ['BatchGetItem', 'UpdateItem', 'link keys'], receives: 50 },
} as const satisfies Record<string, { needs: readonly Need[]; receives: number }>;

/** What a deploy runs; each is a custom resource, and lives in a file of its name. */
export const provisioners = {
  /** The keys of links and tickets, where there are none yet. */
  makeKeys: { needs: ['new keys'] },
  /** The default mail templates of every site, where they are absent or as they were seeded. */
  seedTemplates: { needs: ['Query', 'templates', 'template changes'] },
  /** The pages, into their bucket. */
  publishPages: { needs: ['pages'] },
} as const satisfies Record<string, { needs: readonly Need[] }>;
