import { expiryOf, type Invitation, type Room, statusOf, type World } from './world.ts';

/** The parts of an answer that the test compares; members that the answer lacks are undefined. */
export type Answer = {
  status: number;
  code?: string | undefined;
  reason?: string | undefined;
  attemptsLeft?: number | undefined;
  retryAfter?: number | undefined;
  /** While typing is locked: whether a fresh link can be mailed. */
  emailAvailable?: boolean | undefined;
  invitation?: object | undefined;
  items?: object[] | undefined;
  /** Index of the link among the links given out so far. */
  link?: number | undefined;
  /** Since when the invitation's mail is in its current delivery state. */
  mailSince?: number | undefined;
  state?: string | undefined;
  known?: boolean | undefined;
  /** Start of the session, and the time from which this invitee may enter. */
  startsAt?: number | undefined;
  opensAt?: number | undefined;
  role?: string | undefined;
  ticket?: object | undefined;
};

const STATUS: Record<string, number> = {
  invalid_request: 400,
  ticket_expired: 401,
  invalid_device_proof: 401,
  not_allowed_to_invite: 403,
  forbidden: 403,
  email_domain_blocked: 403,
  email_mismatch: 403,
  room_not_found: 404,
  invitation_not_found: 404,
  not_active: 409,
  session_too_far_ahead: 409,
  link_used_on_another_device: 409,
  link_expired: 410,
  link_replaced: 410,
  invitation_revoked: 410,
  room_deleted: 410,
  email_not_available: 422,
  too_many_attempts: 429,
};

export const refusal = (code: string, more: Partial<Answer> = {}): Answer => ({
  status: STATUS[code] ?? 0,
  code,
  ...more,
});

const iso = (at: number) => new Date(at).toISOString();

const PERMISSIONS = {
  viewer: ['chat', 'answer_interactions', 'q_and_a'],
  speaker: ['backchannel', 'interactions', 'q_and_a'],
  moderator: ['backchannel', 'initiate_interactions', 'q_and_a'],
};

/** An invitation as its managers see it, without its id. */
export const managersView = (world: World, invitation: Invitation, room: Room): object => ({
  email: invitation.email,
  firstName: invitation.firstName,
  lastName: invitation.lastName,
  role: invitation.role,
  permissions: PERMISSIONS[invitation.role],
  status: statusOf(invitation, room, world.now),
  expiresAt: iso(expiryOf(invitation, room)),
  devices: { used: invitation.devices.size, max: world.settings.linkReusability },
  delivery: { state: invitation.delivery.state, at: iso(invitation.delivery.at) },
  createdAt: iso(invitation.createdAt),
  updatedAt: iso(invitation.updatedAt),
});

/** The invitee's view of the invitation. */
export const inviteesView = (invitation: Invitation, room: Room): object => ({
  firstName: invitation.firstName,
  lastName: invitation.lastName,
  role: invitation.role,
  permissions: PERMISSIONS[invitation.role],
  expiresAt: iso(expiryOf(invitation, room)),
});
