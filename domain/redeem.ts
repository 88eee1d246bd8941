import { attemptsLeft, countWrongAddress, requireNotLocked, type WrongAddresses } from './attempts.ts';
import { entryPhase } from './early-entry.ts';
import { isDomainBlocked, isSameEmail } from './email.ts';
import { type Entry, expiryOf, type Invitation } from './invitation.ts';
import type { Link } from './link.ts';
import type { Login } from './login.ts';
import { isMailAvailableTo } from './mail.ts';
import { Problem } from './problems.ts';
import { type DeletedRoom, isDeleted, type Room } from './room.ts';
import { ANY_NUMBER, DEVICES_REMEMBERED, type Settings } from './site.ts';
import type { Instant } from './time.ts';

/** The room, the invitation and the settings that a link leads to, as read. */
export type Destination = {
  link: Pick<Link, 'generation' | 'linkId'>;
  room: Room | DeletedRoom | undefined;
  invitation: Invitation | undefined;
  settings: Settings;
};

/** The request has a login, but the keys of its issuer could not be fetched. */
export const UNVERIFIABLE = 'unverifiable';
export type VisitorLogin = Login | typeof UNVERIFIABLE;

export type Visitor = {
  /** The RFC 7638 thumbprint of the device's key. */
  device: string;
  /** A short hash of the proof's `jti`. */
  proof: string;
  /** A login at the link's site. */
  login?: VisitorLogin | undefined;
  typedEmail?: string | undefined;
  enter: boolean;
};

/** The single write of a redeem. The adapter makes it a conditional write on everything that the decision read. */
export type RedeemWrite =
  | { kind: 'enter'; device: string; entry: Entry; typed: boolean; places: number }
  | { kind: 'right_email' }
  | { kind: 'wrong_email'; wrongAddresses: WrongAddresses };

export const visitStates = ['waiting', 'lobby', 'open', 'admitted', 'ended'] as const;

/** The state that a redeem or a session answers. */
export type Visit = {
  room: Room;
  invitation: Invitation;
  known: boolean;
  state: (typeof visitStates)[number];
  /** A site login with the invited address. Only then the launcher gets the user id (docs/contract.md#6-site-settings-and-trust). */
  login?: Login | undefined;
};

/** A visit or a refusal, and the write that must succeed before it is answered. */
export type Redemption = Visit & { refusal?: Problem | undefined; write?: RedeemWrite | undefined };

/**
 * The room and the invitation of a link that is valid.
 * @throws `room_deleted`, `invitation_revoked`, `link_replaced`, `link_expired`, `email_domain_blocked`: the first
 * that applies
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

/** Whether a link is the invitation's current link, or the fresh link that will replace it. */
const isCurrent = (linkId: string, invitation: Invitation): boolean =>
  linkId === invitation.linkId || isFreshLink(linkId, invitation);

/**
 * Decides a redeem, in the order of docs/contract.md#redeem: session over, typed e-mail, entry not open, person, device.
 * @throws what {@link openLink} throws, `too_many_attempts`, `temporarily_unavailable`, and `invalid_device_proof`
 * for the proof of an earlier entry (a replay)
 */
export function redeem(destination: Destination, visitor: Visitor, now: Instant): Redemption {
  const { room, invitation } = openLink(destination, now);
  const login = loginAsInvited(visitor, invitation);
  const recognised = login !== undefined || isBound(visitor.device, invitation);
  const { settings } = destination;
  const phase = entryPhase({ room, invitation, settings }, now);
  if (phase === 'over') return { room, invitation, known: recognised, state: 'ended', login };

  const { known, write, refusal } = recognised ? KNOWN : identify(destination, invitation, { visitor, now });
  const visit = { room, invitation, known, login, write, refusal };
  if (phase === 'not_yet') return { ...visit, state: 'waiting' };
  if (!known) return { ...visit, state: 'lobby' };

  const entry = enter(destination, invitation, { visitor, now });
  if (entry === 'no_place')
    return { ...visit, state: 'lobby', refusal: usedElsewhere(destination, invitation) };
  if (!visitor.enter) return { ...visit, state: 'open' };
  if (entry === 're_entry' || entry === 'not_remembered') return { ...visit, state: 'admitted' };
  return { ...visit, state: 'admitted', write: { ...entry, typed: write !== undefined } };
}

/**
 * The current admission of a device that has a ticket.
 * @throws as {@link openLink}, and `link_used_on_another_device` if the device is no longer bound
 */
export function admissionNow(destination: Destination, device: string, now: Instant): Visit {
  const visit = { ...openLink(destination, now), known: true };
  const { settings } = destination;
  const phase = entryPhase({ ...visit, settings }, now);
  if (phase === 'over') return { ...visit, state: 'ended' };
  if (phase === 'not_yet') return { ...visit, state: 'waiting' };
  const anyDevice = settings.inviteToMedia.linkReusability === ANY_NUMBER;
  if (!anyDevice && !isBound(device, visit.invitation)) throw usedElsewhere(destination, visit.invitation);
  return { ...visit, state: 'admitted' };
}

/** The person is known, so the answer may say how to get in again: a fresh link by mail, or whom to ask. */
const usedElsewhere = ({ settings }: Destination, { createdBy, email }: Invitation): Problem =>
  new Problem('link_used_on_another_device', {
    emailAvailable: isMailAvailableTo(email, settings),
    invitedBy: createdBy.name,
  });

const isBound = (device: string, { devices }: Invitation): boolean => Object.hasOwn(devices, device);

const loginAsInvited = ({ login }: Visitor, { email }: Invitation): Login | undefined =>
  typeof login === 'object' && isSameEmail(login.email, email) ? login : undefined;

type Identity = { known: boolean; write?: RedeemWrite; refusal?: Problem };
const KNOWN: Identity = { known: true };

/** A visitor and the current time. */
type Arrival = { visitor: Visitor; now: Instant };

/** Identifies a person who is not known by device or site login, by the typed address. It is always checked. */
function identify(
  { link, settings }: Destination,
  invitation: Invitation,
  { visitor: { typedEmail, login }, now }: Arrival,
): Identity {
  // An outage must not make the person unknown. A typed address is still checked: an outage must not lift the lock.
  if (typedEmail === undefined && login === UNVERIFIABLE)
    throw new Problem('temporarily_unavailable', { retryAfterSeconds: 5 });
  if (typedEmail === undefined) return { known: false };
  const wrong = wrongAddressesOn(link.linkId, invitation);
  requireNotLocked(wrong, isMailAvailableTo(invitation.email, settings), now);
  // A right address counts only if no other request used up the tries meanwhile. The conditional write checks that.
  if (isSameEmail(typedEmail, invitation.email)) return { known: true, write: { kind: 'right_email' } };
  const wrongAddresses = countWrongAddress(wrong, now);
  const refusal = new Problem('email_mismatch', { attemptsLeft: attemptsLeft(wrongAddresses, now) });
  return { known: false, write: { kind: 'wrong_email', wrongAddresses }, refusal };
}

/** Whether a link is the fresh link. It counts wrong addresses separately. Its first entry unbinds other devices. */
export const isFreshLink = (linkId: string, { freshLink }: Invitation): boolean =>
  linkId === freshLink?.linkId;

/** The count of wrong addresses typed on a link of the invitation. */
export const wrongAddressesOn = (linkId: string, invitation: Invitation): WrongAddresses | undefined =>
  isFreshLink(linkId, invitation) ? invitation.freshLink?.wrongAddresses : invitation.wrongAddresses;

/**
 * How this device enters: it is bound already, there is no place for it, it enters but is not remembered, or the
 * write that binds it. @throws `invalid_device_proof` for the proof of an earlier entry (a replay)
 */
function enter({ link, settings }: Destination, invitation: Invitation, { visitor, now }: Arrival) {
  const { device, proof } = visitor;
  const isUnlimited = settings.inviteToMedia.linkReusability === ANY_NUMBER;
  const places = isUnlimited ? DEVICES_REMEMBERED : settings.inviteToMedia.linkReusability;
  const write = { kind: 'enter', device, entry: { at: now, proof }, places } as const;
  if (isFreshLink(link.linkId, invitation)) return write;
  if (isBound(device, invitation)) {
    requireNewProof(invitation.devices[device], visitor, now);
    return 're_entry';
  }
  if (Object.keys(invitation.devices).length < places) return write;
  return isUnlimited ? 'not_remembered' : 'no_place';
}

/** If proof and time are equal, this request wrote the entry: DynamoDB's response was lost, and the SDK retried. */
function requireNewProof(entry: Entry | undefined, { proof }: Visitor, now: Instant): void {
  if (entry?.proof === proof && entry.at !== now) throw new Problem('invalid_device_proof', { now });
}
