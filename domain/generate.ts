import { type Delivery, queued } from './delivery.ts';
import { isDomainBlocked } from './email.ts';
import {
  type GenerateRequest,
  type Invitation,
  requireExpiryWithin,
  requireSessionWithin,
} from './invitation.ts';
import type { LinkSeed } from './link.ts';
import { requireMailAvailableTo } from './mail.ts';
import { type Actor, actorOf, type Person } from './person.ts';
import { Problem } from './problems.ts';
import type { Room } from './room.ts';
import type { Settings } from './site.ts';
import { after, type Instant, minutes, secondsBetween } from './time.ts';

export type Generation = {
  request: GenerateRequest;
  manager: Person;
  room: Room;
  settings: Settings;
  id: string;
  seed: LinkSeed;
  /** The mail's id, used if `sendEmail` is true. */
  mail: string;
  /** The id of the HTTP request. */
  requestId: string;
  now: Instant;
};

/**
 * Makes an invitation, new or again for the same person: pending, with a new link and no devices.
 * @throws `invalid_request`, `email_domain_blocked`, `session_too_far_ahead`, `email_not_available`
 */
export function generate(generation: Generation): Invitation {
  const { request, manager, room, settings, id, seed, mail, requestId, now } = generation;
  const { sendEmail, locale, expiresAt, ...person } = request;
  requireExpiryWithin(expiresAt, { generatedAt: now }, now);
  if (isDomainBlocked(person.email, settings.emailDomains)) throw new Problem('email_domain_blocked');
  requireSessionWithin(room, now);
  if (sendEmail) requireMailAvailableTo(person.email, settings);
  const actor = actorOf(manager, settings.name);
  return {
    ...person,
    ...seed,
    site: room.site,
    room: room.id,
    id,
    generation: room.generation,
    locale: locale ?? settings.defaultLocale,
    ...(expiresAt !== undefined && { expiresAt }),
    firstLinkId: seed.linkId,
    generatedAt: now,
    linkDurationMinutes: settings.inviteToMedia.linkDurationMinutes,
    createdAt: now,
    createdBy: actor,
    updatedAt: now,
    changedBy: actor,
    devices: {},
    delivery: sendEmail ? queued({ mail, linkId: seed.linkId, requestId }, now) : notRequested(now),
  };
}

const notRequested = (at: Instant): Delivery => ({ state: 'not_requested', at });

type Reissue = { seed: LinkSeed; mail: string | undefined; requestId: string; by: Actor; now: Instant };

/**
 * The changes that give an invitation a new link because the key of its link was removed; no manager generated it
 * again. It is pending and has no devices, as after generating. `generatedAt` stays, and so does the expiry.
 */
export const reissued = ({ seed, mail, requestId, by, now }: Reissue) => ({
  ...seed,
  devices: {},
  updatedAt: now,
  changedBy: by,
  delivery: mail === undefined ? notRequested(now) : queued({ mail, linkId: seed.linkId, requestId }, now),
});

/** The hour (UTC) in which a manager's invitations are counted, such as `2026-03-01T10`. */
export const hourOf = (now: Instant): string => now.slice(0, 13);

/** @throws `too_many_invitations` if the manager has reached the site's rate limit for this hour */
export function requireWithinLimit(made: number, { limits }: Settings, now: Instant): void {
  if (made < limits.invitationsPerManagerPerHour) return;
  const nextHour = after(`${hourOf(now)}:00:00.000Z`, minutes(60));
  throw new Problem('too_many_invitations', { retryAfterSeconds: secondsBetween(now, nextHour) });
}
