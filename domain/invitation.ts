import * as z from 'zod';
import type { WrongAddresses } from './attempts.ts';
import type { CalendarEntry } from './calendar-entry.ts';
import { type Delivery, deliverySchema, deliveryView } from './delivery.ts';
import { emailSchema } from './email.ts';
import { idSchema, localeSchema } from './identifier.ts';
import { KEPT_DAYS, LINK_DAYS } from './lifetimes.ts';
import type { LinkSeed } from './link.ts';
import { type Actor, actorSchema, firstNameSchema, lastNameSchema } from './person.ts';
import { invalidRequest, Problem } from './problems.ts';
import { permissions, permissionsByRole, type Role, roleSchema } from './role.ts';
import type { RoomDetails } from './room.ts';
import { type Settings, settingsSchema } from './site.ts';
import {
  after,
  days,
  earliest,
  givenInstantSchema,
  type Instant,
  instantSchema,
  latest,
  minutes,
} from './time.ts';

/** When a device first entered, and a short hash of the `jti` of the proof that it used. */
export type Entry = { at: Instant; proof?: string | undefined };

/** A link that an invitee requested. It has a separate count of wrong addresses. */
export type FreshLink = LinkSeed & { wrongAddresses?: WrongAddresses };

/** One person's right to enter one room in one role, as stored. A person has at most one per room. */
export type Invitation = LinkSeed & {
  site: string;
  room: string;
  id: string;
  /** The room's `generation` when the invitation was generated. */
  generation: number;
  email: string;
  firstName: string;
  lastName: string;
  role: Role;
  locale: string;
  /** The link id of the first generation. It distinguishes a new invitation from one that was generated again. */
  firstLinkId: string;
  generatedAt: Instant;
  /** The site's setting when the invitation was generated. */
  linkDurationMinutes: number;
  /** Set only if a manager gave it; see {@link expiryOf}. */
  expiresAt?: Instant;
  createdAt: Instant;
  createdBy: Actor;
  updatedAt: Instant;
  changedBy: Actor;
  revokedAt?: Instant;
  /** The bound devices, by the thumbprint of their keys; at most 50. */
  devices: Record<string, Entry>;
  /** The wrong addresses typed on the current link. */
  wrongAddresses?: WrongAddresses;
  /** Replaces the current link when a device first enters with it. */
  freshLink?: FreshLink;
  freshLinkRequests?: Instant[];
  delivery: Delivery;
  /** Part of the ids of the invitee's Kaltura sessions. Each write that ends earlier sessions raises it. Missing means 0. */
  sessionEpoch?: number;
  /** The calendar entry that the last mail has sent. */
  calendarEntry?: CalendarEntry;
};

export const invitationStatuses = ['revoked', 'expired', 'admitted', 'pending'] as const;
export type InvitationStatus = (typeof invitationStatuses)[number];

/** The request body to generate an invitation. */
export const generateSchema = z
  .strictObject({
    email: emailSchema,
    firstName: firstNameSchema,
    lastName: lastNameSchema,
    role: roleSchema,
    sendEmail: z.boolean().default(false),
    locale: localeSchema.optional(),
    expiresAt: givenInstantSchema.optional(),
  })
  .meta({ id: 'GenerateRequest' });
export type GenerateRequest = z.infer<typeof generateSchema>;

export const changeSchema = z
  .strictObject({
    firstName: firstNameSchema.exactOptional(),
    lastName: lastNameSchema.exactOptional(),
    locale: localeSchema.exactOptional(),
    expiresAt: givenInstantSchema.exactOptional(),
  })
  .refine(change => Object.keys(change).length > 0, 'must have at least one member')
  .meta({ id: 'InvitationChange', minProperties: 1 });
export type Change = z.infer<typeof changeSchema>;

/** The latest possible expiry of a link. */
const lastMoment = (generatedAt: Instant): Instant => after(generatedAt, days(LINK_DAYS));

type Generated = Pick<Invitation, 'generatedAt'>;

/**
 * A given expiry must be in the future, and at most 400 days after generation (docs/contract.md#generate, Expiry).
 * @throws `invalid_request`
 */
export function requireExpiryWithin(
  expiresAt: Instant | undefined,
  { generatedAt }: Generated,
  now: Instant,
): void {
  if (expiresAt === undefined) return;
  if (expiresAt <= now) throw invalidRequest('expiresAt', 'must be in the future');
  const last = lastMoment(generatedAt);
  if (expiresAt <= last) return;
  throw invalidRequest('expiresAt', `must be at most ${LINK_DAYS} days after generation: ${last}`);
}

type SessionTimes = Pick<RoomDetails, 'startsAt' | 'endsAt'>;

/** A link generated now must not expire before the session starts. @throws `session_too_far_ahead` */
export function requireSessionWithin({ startsAt }: SessionTimes, now: Instant): void {
  if (startsAt !== undefined && startsAt > lastMoment(now)) throw new Problem('session_too_far_ahead');
}

/**
 * When the link expires: the given `expiresAt`, otherwise the latest of generation + duration, session start +
 * duration and session end, by the room's current times; at most 400 days after generation (docs/contract.md#generate,
 * Expiry).
 */
export function expiryOf(invitation: Invitation, room: SessionTimes): Instant {
  const duration = minutes(invitation.linkDurationMinutes);
  const { expiresAt, generatedAt } = invitation;
  const base =
    expiresAt ??
    latest(after(generatedAt, duration), room.startsAt && after(room.startsAt, duration), room.endsAt);
  return earliest(base, lastMoment(generatedAt));
}

/**
 * Whether a change ends the invitee's earlier Kaltura sessions: another role, a revocation, or a given expiry that may
 * be earlier than the one before (docs/contract.md#6-site-settings-and-trust).
 */
export function endsSessions(
  before: Invitation,
  { role, revokedAt, expiresAt }: Partial<Invitation>,
): boolean {
  if (role !== undefined && role !== before.role) return true;
  if (revokedAt !== undefined) return true;
  return expiresAt !== undefined && (before.expiresAt === undefined || expiresAt < before.expiresAt);
}

/** When DynamoDB may delete an invitation and its history (TTL). */
export const forgottenAt = ({ generatedAt }: Generated): Instant => after(generatedAt, days(KEPT_DAYS));

/** The first that applies of revoked, expired, admitted, pending. */
export function statusOf(invitation: Invitation, room: RoomDetails, now: Instant): InvitationStatus {
  if (invitation.revokedAt !== undefined) return 'revoked';
  if (expiryOf(invitation, room) <= now) return 'expired';
  return Object.keys(invitation.devices).length > 0 ? 'admitted' : 'pending';
}

/** @returns the same invitation. @throws `not_active` if it was revoked or has expired */
export function requireActive(invitation: Invitation, room: RoomDetails, now: Instant): Invitation {
  const status = statusOf(invitation, room, now);
  if (status === 'revoked' || status === 'expired') throw new Problem('not_active');
  return invitation;
}

/** An invitation as managers see it. */
export const invitationSchema = z
  .strictObject({
    id: idSchema,
    roomId: idSchema,
    email: emailSchema,
    firstName: firstNameSchema,
    lastName: lastNameSchema,
    role: roleSchema,
    permissions: z.array(z.enum(permissions)),
    status: z.enum(invitationStatuses),
    locale: localeSchema,
    expiresAt: instantSchema,
    devices: z.strictObject({
      used: z.int().min(0),
      max: settingsSchema.shape.inviteToMedia.shape.linkReusability,
    }),
    delivery: deliverySchema,
    createdBy: actorSchema,
    createdAt: instantSchema,
    updatedAt: instantSchema,
  })
  .meta({ id: 'Invitation' });
export type InvitationView = z.infer<typeof invitationSchema>;

export type Setting = { room: RoomDetails; settings: Settings; now: Instant };

export function viewOf(invitation: Invitation, { room, settings, now }: Setting): InvitationView {
  const { id, email, firstName, lastName, role, locale, createdBy, createdAt, updatedAt } = invitation;
  return {
    id,
    roomId: invitation.room,
    email,
    firstName,
    lastName,
    role,
    permissions: [...permissionsByRole[role]],
    status: statusOf(invitation, room, now),
    locale,
    expiresAt: expiryOf(invitation, room),
    devices: { used: Object.keys(invitation.devices).length, max: settings.inviteToMedia.linkReusability },
    delivery: deliveryView(invitation.delivery),
    createdBy,
    createdAt,
    updatedAt,
  };
}
