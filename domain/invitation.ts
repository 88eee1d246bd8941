import * as z from 'zod';
import type { WrongEmails } from './attempts.ts';
import type { CalendarEntry } from './calendar-entry.ts';
import { type Delivery, deliverySchema, deliveryView } from './delivery.ts';
import { emailSchema } from './email.ts';
import { idSchema, localeSchema } from './identifier.ts';
import type { LinkSeed } from './link.ts';
import { type Actor, actorSchema, nameSchema } from './person.ts';
import { invalidRequest, Problem } from './problems.ts';
import { permissionsByRole, type Role, roleSchema } from './role.ts';
import type { RoomDetails } from './room.ts';
import type { Settings } from './site.ts';
import { after, days, type Instant, instantSchema, latest, minutes } from './time.ts';

/** One person's right to enter one room in one role, as it is kept. A person has at most one in a room. */
export type Invitation = LinkSeed & {
  site: string;
  room: string;
  id: string;
  /** The room's life it was made in. */
  generation: number;
  email: string;
  firstName: string;
  lastName: string;
  role: Role;
  locale: string;
  /** Of the first generation of all: tells a new invitation from one that was generated again. */
  firstLinkId: string;
  generatedAt: Instant;
  /** The site's setting at generation. */
  linkDurationMinutes: number;
  /** Only where a manager gave one; see {@link expiryOf}. */
  expiresAt?: Instant;
  createdAt: Instant;
  createdBy: Actor;
  updatedAt: Instant;
  changedBy: Actor;
  revokedAt?: Instant;
  /** When each device entered, by the thumbprint of its key. */
  devices: Record<string, Instant>;
  wrongEmails?: WrongEmails;
  /** A link that was asked for by an invitee: it takes the current one's place when it is first used to enter. */
  freshLink?: LinkSeed;
  freshLinkRequests?: Instant[];
  delivery: Delivery;
  /** What the last mail has put into the invitee's calendar. */
  calendarEntry?: CalendarEntry;
};

export const invitationStatuses = ['revoked', 'expired', 'admitted', 'pending'] as const;
export type InvitationStatus = (typeof invitationStatuses)[number];

/** What a manager sends to generate one. */
export const generateSchema = z
  .strictObject({
    email: emailSchema,
    firstName: nameSchema,
    lastName: nameSchema,
    role: roleSchema,
    sendEmail: z.boolean().default(false),
    locale: localeSchema.optional(),
    expiresAt: instantSchema.optional(),
  })
  .meta({ id: 'GenerateRequest' });
export type GenerateRequest = z.infer<typeof generateSchema>;

export const changeSchema = z
  .strictObject({
    firstName: nameSchema.exactOptional(),
    lastName: nameSchema.exactOptional(),
    locale: localeSchema.exactOptional(),
    expiresAt: instantSchema.exactOptional(),
  })
  .refine(change => Object.keys(change).length > 0, 'must change something')
  .meta({ id: 'InvitationChange' });
export type Change = z.infer<typeof changeSchema>;

export const MAX_LIFETIME_DAYS = 400;
export const KEPT_AFTER_EXPIRY_DAYS = 90;

/** A given expiry lies in the future, but not too far. @throws `invalid_request` */
export function requireExpiryWithin(expiresAt: Instant | undefined, now: Instant): void {
  if (expiresAt === undefined) return;
  if (expiresAt <= now) throw invalidRequest('expiresAt', 'must be in the future');
  if (expiresAt > after(now, days(MAX_LIFETIME_DAYS))) {
    throw invalidRequest('expiresAt', `must be at most ${MAX_LIFETIME_DAYS} days ahead`);
  }
}

/**
 * The moment from which the link is dead: the given `expiresAt`, else the latest of generation + duration,
 * session start + duration and session end as the room's times stand now (contract section 3, Generate).
 */
export function expiryOf(invitation: Invitation, room: Pick<RoomDetails, 'startsAt' | 'endsAt'>): Instant {
  const duration = minutes(invitation.linkDurationMinutes);
  const { expiresAt, generatedAt } = invitation;
  if (expiresAt !== undefined) return expiresAt;
  return latest(after(generatedAt, duration), room.startsAt && after(room.startsAt, duration), room.endsAt);
}

/** When the database may forget it: managers still see for a while what has expired. */
export const forgottenAt = (expiry: Instant): Instant => after(expiry, days(KEPT_AFTER_EXPIRY_DAYS));

/** The first that is true of revoked, expired, admitted, pending. */
export function statusOf(invitation: Invitation, room: RoomDetails, now: Instant): InvitationStatus {
  if (invitation.revokedAt !== undefined) return 'revoked';
  if (expiryOf(invitation, room) <= now) return 'expired';
  return Object.keys(invitation.devices).length > 0 ? 'admitted' : 'pending';
}

/** The invitation itself. @throws `not_active` where it was revoked or has expired */
export function requireActive(invitation: Invitation, room: RoomDetails, now: Instant): Invitation {
  const status = statusOf(invitation, room, now);
  if (status === 'revoked' || status === 'expired') throw new Problem('not_active');
  return invitation;
}

/** An invitation as managers see it. */
export const invitationSchema = z
  .strictObject({
    id: z.string(),
    roomId: idSchema,
    email: z.string(),
    firstName: z.string(),
    lastName: z.string(),
    role: roleSchema,
    permissions: z.array(z.string()),
    status: z.enum(invitationStatuses),
    locale: z.string(),
    expiresAt: instantSchema,
    devices: z.strictObject({ used: z.int(), max: z.int() }),
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
