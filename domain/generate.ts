import { queued } from './delivery.ts';
import { isDomainBlocked } from './email.ts';
import { type GenerateRequest, type Invitation, requireExpiryWithin } from './invitation.ts';
import type { LinkSeed } from './link.ts';
import { requireMailAvailable } from './mail.ts';
import { actorOf, type Person } from './person.ts';
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
  /** Names the mail, where one was asked for. */
  mail: string;
  /** Of the HTTP request that asks for it. */
  requestId: string;
  now: Instant;
};

/**
 * A new invitation, or the same person's again: pending, with a new link and no devices.
 * @throws `email_domain_blocked`, `email_not_available`, `invalid_request`
 */
export function generate(generation: Generation): Invitation {
  const { request, manager, room, settings, id, seed, mail, requestId, now } = generation;
  const { sendEmail, locale, expiresAt, ...person } = request;
  requireExpiryWithin(expiresAt, now);
  if (isDomainBlocked(person.email, settings.emailDomains)) throw new Problem('email_domain_blocked');
  if (sendEmail) requireMailAvailable(settings);
  const actor = actorOf(manager);
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
    delivery: sendEmail
      ? queued({ mail, linkId: seed.linkId, requestId }, now)
      : { state: 'not_requested', at: now },
  };
}

/** The hour in which a manager's invitations are counted, such as `2026-03-01T10`. */
export const hourOf = (now: Instant): string => now.slice(0, 13);

/** @throws `too_many_invitations` where the manager has made as many in this hour as the site allows */
export function requireWithinLimit(made: number, { limits }: Settings, now: Instant): void {
  if (made < limits.invitationsPerManagerPerHour) return;
  const nextHour = after(`${hourOf(now)}:00:00.000Z`, minutes(60));
  throw new Problem('too_many_invitations', { retryAfterSeconds: secondsBetween(now, nextHour) });
}
