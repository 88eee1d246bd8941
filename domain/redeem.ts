import { attemptsLeft, countWrongEmail, requireAttemptsLeft, type WrongEmails } from './attempts.ts';
import { emailKey, isDomainBlocked, normaliseEmail } from './email.ts';
import { expiryOf, type Invitation } from './invitation.ts';
import type { Link } from './link.ts';
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
  /** Of a valid login at the link's site. */
  loginEmail?: string | undefined;
  typedEmail?: string | undefined;
  enter: boolean;
};

/** The one write that a redeem may need; the store makes it conditional on what was decided from. */
export type RedeemWrite =
  | { kind: 'enter'; device: string; typed: boolean; places: number; forget: string[]; startsOver: boolean }
  | { kind: 'right_email' }
  | { kind: 'wrong_email'; wrongEmails: WrongEmails };

export type Redemption = {
  room: Room;
  invitation: Invitation;
  known: boolean;
  state: 'waiting' | 'lobby' | 'open' | 'admitted' | 'ended' | Problem;
  write?: RedeemWrite | undefined;
};

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
export const isCurrent = (linkId: string, { linkId: own, freshLink }: Invitation): boolean =>
  linkId === own || linkId === freshLink?.linkId;

/**
 * What redeeming gives, in the order of contract section 4: session over, a typed e-mail, session not started, person, device.
 * @throws what {@link openLink} throws, and `too_many_attempts`
 */
export function redeem(destination: Destination, visitor: Visitor, now: Instant): Redemption {
  const { room, invitation } = openLink(destination, now);
  const phase = sessionPhase(room, now);
  if (phase === 'over') return { room, invitation, known: isRecognised(visitor, invitation), state: 'ended' };

  const { known, write, refusal } = identify(visitor, invitation, now);
  const answer = (state: Redemption['state'], thenWrite = write): Redemption => ({
    room,
    invitation,
    known,
    state,
    write: thenWrite,
  });
  if (refusal !== undefined) return answer(refusal);
  if (phase === 'not_started') return answer('waiting');
  if (!known) return answer('lobby');

  const entry = enter(destination, invitation, visitor);
  if (entry === 'no_place') return answer(new Problem('link_used_on_another_device'));
  if (!visitor.enter) return answer('open');
  if (entry === 're_entry') return answer('admitted');
  return answer('admitted', { ...entry, typed: write !== undefined });
}

/** The admission of a device that holds a ticket, as it stands now. @throws as {@link openLink} */
export function admissionNow(destination: Destination, device: string, now: Instant): Redemption {
  const { room, invitation } = openLink(destination, now);
  const phase = sessionPhase(room, now);
  if (phase === 'over') return { room, invitation, known: true, state: 'ended' };
  if (phase === 'not_started') return { room, invitation, known: true, state: 'waiting' };
  const anyDevice = destination.settings.inviteToMedia.linkReusability === ANY_NUMBER;
  if (!anyDevice && !(device in invitation.devices)) throw new Problem('link_used_on_another_device');
  return { room, invitation, known: true, state: 'admitted' };
}

type Identity = { known: boolean; write?: RedeemWrite; refusal?: Problem };

/** Known by the device or the site's login; else by the typed address, which is always checked. */
function identify(visitor: Visitor, invitation: Invitation, now: Instant): Identity {
  if (isRecognised(visitor, invitation)) return { known: true };
  if (visitor.typedEmail === undefined) return { known: false };
  requireAttemptsLeft(invitation, now);
  // A right address counts only if the tries were not used up in the same moment, hence a write that checks it.
  if (normaliseEmail(visitor.typedEmail) === emailKey(invitation.email)) {
    return { known: true, write: { kind: 'right_email' } };
  }
  const wrongEmails = countWrongEmail(invitation, now);
  const refusal = new Problem('email_mismatch', { attemptsLeft: attemptsLeft(wrongEmails, now) });
  return { known: false, write: { kind: 'wrong_email', wrongEmails }, refusal };
}

function isRecognised({ device, loginEmail }: Visitor, { devices, email }: Invitation): boolean {
  if (Object.hasOwn(devices, device)) return true;
  return loginEmail !== undefined && normaliseEmail(loginEmail) === emailKey(email);
}

/** How this device would get in: it is in already, there is no place for it, or the write that binds it. */
function enter({ link, settings }: Destination, { devices, freshLink }: Invitation, { device }: Visitor) {
  const startsOver = link.linkId === freshLink?.linkId;
  const places = settings.inviteToMedia.linkReusability;
  const bound = Object.entries(devices);
  const write = { kind: 'enter', device, places, startsOver, forget: [] as string[] } as const;
  if (startsOver) return write;
  if (Object.hasOwn(devices, device)) return 're_entry';
  if (places !== ANY_NUMBER) return bound.length < places ? write : 'no_place';
  const newestFirst = bound.sort(([, a], [, b]) => (a < b ? 1 : -1)).map(([each]) => each);
  return { ...write, forget: newestFirst.slice(DEVICES_REMEMBERED - 1).slice(-FORGOTTEN_AT_ONCE) };
}
