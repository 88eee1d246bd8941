import { type Answer, inviteesView, refusal } from './answers.ts';
import type { DeviceName, Step } from './steps.ts';
import {
  expiryOf,
  type Invitation,
  isBlocked,
  opensAt,
  type Room,
  type Ticket,
  type World,
} from './world.ts';

/** The model of invitees' requests: changes of the world, and answers (contract sections 3 and 4). */

type Redeem = Extract<Step, { do: 'redeem' }>;
type Open = { room: Room; invitation: Invitation };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function redeem(world: World, name: number, step: Redeem): Answer {
  const opened = openLink(world, name);
  if ('status' in opened) return opened;
  const { room, invitation } = opened;
  const isKnown = invitation.devices.has(step.device) || step.login === 'invited';
  if (isOver(room, world.now)) return visit('ended', isKnown, opened);

  const proof = isKnown ? 'known' : checkTyped(world, invitation, { ...step, link: name });
  if (typeof proof === 'object') return proof;
  const known = proof === 'known';
  if (isTooEarly(world, opened)) return wait(world, known, opened);
  if (!known) return visit('lobby', false, opened);

  const startsOver = invitation.freshLink === name;
  if (!startsOver && !hasPlace(world, invitation, step.device)) return refusal('link_used_on_another_device');
  if (!step.enter) return visit('open', true, opened);
  if (startsOver) takeFreshLink(invitation, name);
  invitation.devices.add(step.device);
  return admit(world, opened, { link: name, device: step.device, loginUntil: loginUntil(world, step) });
}

const loginUntil = ({ now }: World, { login, loginLasts }: Redeem): number | undefined =>
  login === 'invited' ? now + Math.min(loginLasts, 12 * HOUR) : undefined;

export function session(world: World, index: number, stolen: boolean): Answer {
  const ticket = world.tickets[index];
  if (ticket === undefined || world.now >= ticket.endsAt) return refusal('ticket_expired');
  if (stolen) return refusal('invalid_device_proof');
  const opened = openLink(world, ticket.link);
  if ('status' in opened) return opened;
  const { room, invitation } = opened;
  if (isOver(room, world.now)) return visit('ended', true, opened);
  if (isTooEarly(world, opened)) return wait(world, true, opened);
  const isIn = invitation.devices.has(ticket.device) || world.settings.linkReusability === -1;
  return isIn ? admit(world, opened, stillSignedIn(world, ticket)) : refusal('link_used_on_another_device');
}

/**
 * The answer is always the same. A valid link gets a fresh link by mail: at most one in 5 minutes and 5 a day, and
 * none while the invitation's own mail is queued.
 */
export function requestLink(world: World, name: number): Answer {
  const opened = openLink(world, name);
  if ('status' in opened || !world.settings.mail) return { status: 202 };
  const { invitation } = opened;
  const { now } = world;
  const { delivery } = invitation;
  if (delivery.state === 'queued' && delivery.link === invitation.link) return { status: 202 };
  const today = invitation.freshRequests.filter(at => now - at < DAY);
  if (today.length >= 5 || today.some(at => now - at < 5 * MINUTE)) return { status: 202 };
  invitation.freshRequests = [...today, now];
  const { room, person, life } = invitation;
  invitation.freshLink ??= world.newLink({ room, person, life });
  invitation.delivery = { state: 'queued', at: now, link: invitation.freshLink };
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

const LOCK_MINUTES: Record<number, number> = { 5: 15, 10: 60 };

/**
 * Every fifth wrong address on a link locks typing, also for the right address; after 48 hours without one the
 * count is 0.
 */
function checkTyped(world: World, { wrong }: Invitation, step: Redeem): 'known' | 'unknown' | Answer {
  const { now, settings } = world;
  const { link, typed } = step;
  if (typed === 'nothing') return 'unknown';
  const last = wrong.get(link);
  if (last !== undefined && now - last.at >= 2 * DAY) wrong.delete(link);
  const { count, at } = wrong.get(link) ?? { count: 0, at: 0 };
  const lockEnds = count > 0 && count % 5 === 0 ? at + (LOCK_MINUTES[count] ?? 24 * 60) * MINUTE : 0;
  if (now < lockEnds)
    return refusal('too_many_attempts', {
      retryAfter: (lockEnds - now) / 1000,
      emailAvailable: settings.mail,
    });
  if (typed === 'right' || typed === 'shouted') return 'known';
  wrong.set(link, { count: count + 1, at: now });
  return refusal('email_mismatch', { attemptsLeft: 4 - (count % 5) });
}

const isOver = ({ endsAt }: Room, now: number) => endsAt !== undefined && now >= endsAt;

const isTooEarly = ({ now, settings }: World, { room, invitation }: Open) =>
  now < opensAt(invitation, room, settings);

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
  startsAt: room.startsAt,
  invitation: known ? inviteesView(invitation, room) : undefined,
});

const wait = ({ settings }: World, known: boolean, opened: Open): Answer => ({
  ...visit('waiting', known, opened),
  opensAt: opensAt(opened.invitation, opened.room, settings),
});

type Entrance = Omit<Ticket, 'endsAt'>;

/** After the login's end, the invitee is a guest. */
const stillSignedIn = ({ now }: World, { loginUntil, ...ticket }: Ticket): Entrance =>
  loginUntil !== undefined && now < loginUntil ? { ...ticket, loginUntil } : ticket;

function admit(world: World, opened: Open, { link, device, loginUntil }: Entrance): Answer {
  world.tickets.push({ link, device, loginUntil, endsAt: world.now + 5 * MINUTE });
  const { role, person } = opened.invitation;
  const login = loginUntil !== undefined && { user_id: person, auth_until: loginUntil / 1000 };
  return {
    ...visit('admitted', true, opened),
    role,
    ticket: { role, email_verified: loginUntil !== undefined, ...login },
  };
}
