import { type Answer, inviteesView, refusal } from './answers.ts';
import type { DeviceName, Step } from './steps.ts';
import { expiryOf, type Invitation, isBlocked, type Room, type World } from './world.ts';

/** What invitees' requests do to the world, and what they are answered (contract sections 3 and 4). */

type Redeem = Extract<Step, { do: 'redeem' }>;
type Open = { room: Room; invitation: Invitation };

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

export function redeem(world: World, name: number, step: Redeem): Answer {
  const opened = openLink(world, name);
  if ('status' in opened) return opened;
  const { room, invitation } = opened;
  const isKnown = invitation.devices.has(step.device) || step.login === 'invited';
  if (isOver(room, world.now)) return visit('ended', isKnown, opened);

  const proof = isKnown ? 'known' : checkTyped(world, invitation, step);
  if (typeof proof === 'object') return proof;
  const known = proof === 'known';
  if (world.now < (room.startsAt ?? 0)) return visit('waiting', known, opened);
  if (!known) return visit('lobby', false, opened);

  const startsOver = invitation.freshLink === name;
  if (!startsOver && !hasPlace(world, invitation, step.device)) return refusal('link_used_on_another_device');
  if (!step.enter) return visit('open', true, opened);
  if (startsOver) takeFreshLink(invitation, name);
  invitation.devices.add(step.device);
  const bySiteLogin = step.login === 'invited';
  return admit(world, opened, { link: name, device: step.device, bySiteLogin });
}

export function session(world: World, index: number, stolen: boolean): Answer {
  const ticket = world.tickets[index];
  if (ticket === undefined || world.now >= ticket.endsAt) return refusal('ticket_expired');
  if (stolen) return refusal('invalid_device_proof');
  const opened = openLink(world, ticket.link);
  if ('status' in opened) return opened;
  const { room, invitation } = opened;
  if (isOver(room, world.now)) return visit('ended', true, opened);
  if (world.now < (room.startsAt ?? 0)) return visit('waiting', true, opened);
  const isIn = invitation.devices.has(ticket.device) || world.settings.linkReusability === -1;
  return isIn ? admit(world, opened, ticket) : refusal('link_used_on_another_device');
}

/** Always the same answer; a fresh link is mailed for a good one, at most one in 5 minutes and 5 a day. */
export function requestLink(world: World, name: number): Answer {
  const opened = openLink(world, name);
  if ('status' in opened || !world.settings.mail) return { status: 202 };
  const { invitation } = opened;
  const { now } = world;
  const today = invitation.freshRequests.filter(at => now - at < DAY);
  if (today.length >= 5 || today.some(at => now - at < 5 * MINUTE)) return { status: 202 };
  invitation.freshRequests = [...today, now];
  invitation.delivery = { state: 'queued', at: now };
  const { room, person, life } = invitation;
  invitation.freshLink ??= world.newLink({ room, person, life });
  return { status: 202 };
}

function openLink(world: World, name: number): Open | Answer {
  const link = world.links[name];
  const room = link && world.rooms.get(link.room);
  if (link === undefined || room?.life !== link.life) return refusal('room_deleted');
  const invitation = world.of(link.room, link.person);
  if (invitation === undefined) return refusal('link_expired');
  if (invitation.revoked) return refusal('invitation_revoked');
  if (invitation.link !== name && invitation.freshLink !== name) return refusal('link_replaced');
  if (world.now >= expiryOf(invitation, room)) return refusal('link_expired');
  if (isBlocked(invitation.email, world.settings)) return refusal('email_domain_blocked');
  return { room, invitation };
}

/** Five wrong addresses in 15 minutes lock typing for the rest of them, the right one too. */
function checkTyped({ now }: World, { wrong }: Invitation, { typed }: Redeem): 'known' | 'unknown' | Answer {
  if (typed === 'nothing') return 'unknown';
  const runsOut = wrong.since + 15 * MINUTE;
  const isCounting = wrong.count > 0 && now < runsOut;
  if (isCounting && wrong.count >= 5)
    return refusal('too_many_attempts', { retryAfter: (runsOut - now) / 1000 });
  if (typed === 'right' || typed === 'shouted') return 'known';
  Object.assign(wrong, isCounting ? { count: wrong.count + 1 } : { since: now, count: 1 });
  return refusal('email_mismatch', { attemptsLeft: 5 - wrong.count });
}

const isOver = ({ endsAt }: Room, now: number) => endsAt !== undefined && now >= endsAt;

function hasPlace({ settings: { linkReusability } }: World, { devices }: Invitation, device: DeviceName) {
  return devices.has(device) || linkReusability === -1 || devices.size < linkReusability;
}

function takeFreshLink(invitation: Invitation, name: number): void {
  invitation.link = name;
  invitation.freshLink = undefined;
  invitation.devices.clear();
}

const visit = (state: string, known: boolean, { invitation, room }: Open): Answer => ({
  status: 200,
  state,
  known,
  invitation: known ? inviteesView(invitation, room) : undefined,
});

type Entrance = { link: number; device: DeviceName; bySiteLogin: boolean };

function admit(world: World, opened: Open, { link, device, bySiteLogin }: Entrance): Answer {
  world.tickets.push({ link, device, bySiteLogin, endsAt: world.now + 5 * MINUTE });
  const { role } = opened.invitation;
  return { ...visit('admitted', true, opened), role, ticket: { role, email_verified: bySiteLogin } };
}
