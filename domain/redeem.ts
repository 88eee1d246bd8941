import { attemptsLeft, countWrongEmail, requireAttemptsLeft, type WrongEmails } from './attempts.ts';
import { isDomainBlocked, isSameEmail } from './email.ts';
import { expiryOf, type Invitation } from './invitation.ts';
import type { Link } from './link.ts';
import { isMailAvailable } from './mail.ts';
import type { Person } from './person.ts';
import { Problem } from './problems.ts';
import { type DeletedRoom, isDeleted, type Room, sessionPhase } from './room.ts';
import type { Settings } from './site.ts';
import type { Instant } from './time.ts';

/** `linkReusability` that lets any number of devices in, and how many of them are remembered. */
export const ANY_NUMBER = -1;
const DEVICES_REMEMBERED = 50;
/** After a rush there may be more than one write has room to name. */
const FORGOTTEN_AT_ONCE = 50;

/** All that a link leads to, as it was read. */
export type Destination = {
  link: Pick<Link, 'generation' | 'linkId'>;
  room: Room | DeletedRoom | undefined;
  invitation: Invitation | undefined;
  settings: Settings;
};

export type Visitor = {
  /** The RFC 7638 thumbprint of the device's key. */
  device: string;
  /** A valid login at the link's site. */
  login?: Pick<Person, 'id' | 'email'> | undefined;
  typedEmail?: string | undefined;
  enter: boolean;
};

/** The one write that a redeem may need; the store makes it conditional on what was decided from. */
export type RedeemWrite =
  | { kind: 'enter'; device: string; typed: boolean; places: number; forget: string[]; startsOver: boolean }
  | { kind: 'right_email' }
  | { kind: 'wrong_email'; wrongEmails: WrongEmails };

export const visitStates = ['waiting', 'lobby', 'open', 'admitted', 'ended'] as const;

/** What an invitee finds behind a link. */
export type Visit = {
  room: Room;
  invitation: Invitation;
  known: boolean;
  state: (typeof visitStates)[number];
  /** Who the site's login says it is: only then is the guest that very person (contract section 6). */
  userId?: string | undefined;
};

/** A visit or a refusal, and the write that has to come first. */
export type Redemption = Visit & { refusal?: Problem | undefined; write?: RedeemWrite | undefined };

/**
 * The invitation that a link opens, if it opens one at all.
 * @throws `room_deleted`, `invitation_revoked`, `link_replaced`, `link_expired`, `email_domain_blocked`: the first that is true
 */
export function openLink({ link, room, invitation, settings }: Destination, now: Instant) {
  if (room === undefined || isDeleted(room) || room.generation > link.generation)
    throw new Problem('room_deleted');
  if (invitation === undefined) throw new Problem('link_expired');
  if (invitation.revokedAt !== undefined) throw new Problem('invitation_revoked');
  if (!isCurrent(link.linkId, invitation)) throw new Problem('link_replaced');
  if (expiryOf(invitation, room) <= now) throw new Problem('link_expired');
  if (isDomainBlocked(invitation.email, settings.emailDomains)) throw new Problem('email_domain_blocked');
  return { room, invitation };
}

/** Whether a link is the invitation's own, or the fresh one that will take its place. */
const isCurrent = (linkId: string, { linkId: own, freshLink }: Invitation): boolean =>
  linkId === own || linkId === freshLink?.linkId;

/**
 * What redeeming gives, in the order of contract section 4: session over, a typed e-mail, session not started, person, device.
 * @throws what {@link openLink} throws, and `too_many_attempts`
 */
export function redeem(destination: Destination, visitor: Visitor, now: Instant): Redemption {
  const { room, invitation } = openLink(destination, now);
  const userId = isSameEmail(visitor.login?.email, invitation.email) ? visitor.login?.id : undefined;
  const recognised = userId !== undefined || isBound(visitor.device, invitation);
  const phase = sessionPhase(room, now);
  if (phase === 'over') return { room, invitation, known: recognised, state: 'ended', userId };

  const { known, write, refusal } = recognised ? KNOWN : identify(visitor, invitation, now);
  const visit = { room, invitation, known, userId, write, refusal };
  if (phase === 'not_started') return { ...visit, state: 'waiting' };
  if (!known) return { ...visit, state: 'lobby' };

  const entry = enter(destination, invitation, visitor);
  if (entry === 'no_place')
    return { ...visit, state: 'lobby', refusal: usedElsewhere(destination, invitation) };
  if (!visitor.enter) return { ...visit, state: 'open' };
  if (entry === 're_entry') return { ...visit, state: 'admitted' };
  return { ...visit, state: 'admitted', write: { ...entry, typed: write !== undefined } };
}

/** The admission of a device that holds a ticket, as it stands now. @throws as {@link openLink} */
export function admissionNow(destination: Destination, device: string, now: Instant): Visit {
  const visit = { ...openLink(destination, now), known: true };
  const phase = sessionPhase(visit.room, now);
  if (phase === 'over') return { ...visit, state: 'ended' };
  if (phase === 'not_started') return { ...visit, state: 'waiting' };
  const anyDevice = destination.settings.inviteToMedia.linkReusability === ANY_NUMBER;
  if (!anyDevice && !isBound(device, visit.invitation)) throw usedElsewhere(destination, visit.invitation);
  return { ...visit, state: 'admitted' };
}

/** The person is known, so may be told the way back in: a fresh link by mail, or whom to ask for one. */
const usedElsewhere = ({ settings }: Destination, { createdBy }: Invitation): Problem =>
  new Problem('link_used_on_another_device', {
    emailAvailable: isMailAvailable(settings),
    invitedBy: createdBy.name,
  });

const isBound = (device: string, { devices }: Invitation): boolean => Object.hasOwn(devices, device);

type Identity = { known: boolean; write?: RedeemWrite; refusal?: Problem };
const KNOWN: Identity = { known: true };

/** Whoever is not known by the device or the site's login may type the address, which is always checked. */
function identify({ typedEmail }: Visitor, invitation: Invitation, now: Instant): Identity {
  if (typedEmail === undefined) return { known: false };
  requireAttemptsLeft(invitation, now);
  // A right address counts only if the tries were not used up in the same moment, hence a write that checks it.
  if (isSameEmail(typedEmail, invitation.email)) return { known: true, write: { kind: 'right_email' } };
  const wrongEmails = countWrongEmail(invitation, now);
  const refusal = new Problem('email_mismatch', { attemptsLeft: attemptsLeft(wrongEmails, now) });
  return { known: false, write: { kind: 'wrong_email', wrongEmails }, refusal };
}

/** How this device would get in: it is in already, there is no place for it, or the write that binds it. */
function enter({ link, settings }: Destination, invitation: Invitation, { device }: Visitor) {
  const { devices, freshLink } = invitation;
  const startsOver = link.linkId === freshLink?.linkId;
  const places = settings.inviteToMedia.linkReusability;
  const bound = Object.entries(devices);
  const write = { kind: 'enter', device, places, startsOver, forget: [] as string[] } as const;
  if (startsOver) return write;
  if (isBound(device, invitation)) return 're_entry';
  if (places !== ANY_NUMBER) return bound.length < places ? write : 'no_place';
  const newestFirst = bound.sort(([, a], [, b]) => (a < b ? 1 : -1)).map(([each]) => each);
  return { ...write, forget: newestFirst.slice(DEVICES_REMEMBERED - 1).slice(-FORGOTTEN_AT_ONCE) };
}
