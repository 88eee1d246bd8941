import { type Answer, managersView, refusal } from './answers.ts';
import { type Manager, people, type RoomName, type Step } from './steps.ts';
import { type Invitation, isBlocked, LONGEST_LIFE, type Room, statusOf, type World } from './world.ts';

/** The model of managers' requests: changes of the world, and answers (docs/contract.md#3-routes). */

type Managing = Extract<Step, { by: Manager }>;
type OfPerson = Exclude<Managing, { do: 'list' }>;
type Doing<D extends Step['do']> = Extract<Step, { do: D }>;
const MINUTE = 60_000;

export function manage(world: World, step: Managing): Answer {
  const room = world.rooms.get(step.room);
  if (room === undefined) return refusal('room_not_found');
  const denied = guardsInviting(step) ? whyNotInvite(world, step.by) : whyNotManage(step);
  if (denied) return denied;
  if (step.do === 'list') return { status: 200, items: listed(world, step.room, room) };
  if (step.do === 'generate') return generate(world, step, room);
  const invitation = world.of(step.room, step.person);
  if (invitation?.life !== room.life) return refusal('invitation_not_found');
  return manageOne(world, step, { invitation, room });
}

const guardsInviting = ({ do: doing }: Managing) => ['generate', 'copy', 'resend'].includes(doing);

function whyNotInvite({ settings }: World, by: Manager): Answer | undefined {
  if (!settings.enabled) return refusal('not_allowed_to_invite', { reason: 'module_disabled' });
  return by === 'owner' ? undefined : refusal('not_allowed_to_invite', { reason: 'not_a_room_manager' });
}

function whyNotManage({ by, do: doing }: Managing): Answer | undefined {
  const administratorsToo = ['look', 'list', 'revoke'].includes(doing);
  return by === 'owner' || (by === 'administrator' && administratorsToo) ? undefined : refusal('forbidden');
}

const listed = (world: World, name: RoomName, room: Room): object[] =>
  [...world.invitations.values()]
    .filter(({ room: of, life }) => of === name && life === room.life)
    .map(invitation => managersView(world, invitation, room));

function generate(world: World, step: Doing<'generate'>, room: Room): Answer {
  const { now, settings } = world;
  const { email, ...names } = people[step.person];
  if (isTooLate(step.expiresIn, now, now)) return refusal('invalid_request');
  if (isBlocked(email, settings)) return refusal('email_domain_blocked');
  if ((room.startsAt ?? 0) - now > LONGEST_LIFE) return refusal('session_too_far_ahead');
  if (step.sendEmail && !settings.mail) return refusal('email_not_available');
  const before = world.of(step.room, step.person);
  const again = before?.life === room.life;
  const link = world.newLink({ room: step.room, person: step.person, life: room.life });
  const invitation: Invitation = {
    ...names,
    room: step.room,
    person: step.person,
    life: room.life,
    email: step.shout ? email.toUpperCase() : email,
    role: step.role,
    generatedAt: now,
    linkMinutes: settings.linkDurationMinutes,
    givenExpiry: step.expiresIn && now + step.expiresIn * MINUTE,
    createdAt: again ? before.createdAt : now,
    updatedAt: now,
    revoked: false,
    devices: new Set(),
    wrong: new Map(),
    link,
    freshRequests: before?.freshRequests ?? [],
    delivery: { state: step.sendEmail ? 'queued' : 'not_requested', at: now, link },
  };
  world.keep(invitation);
  const view = managersView(world, invitation, room);
  return { status: again ? 200 : 201, invitation: view, link: invitation.link };
}

const isTooLate = (expiresIn: number | undefined, now: number, generatedAt: number): boolean =>
  expiresIn !== undefined && now + expiresIn * MINUTE > generatedAt + LONGEST_LIFE;

type Standing = { invitation: Invitation; room: Room };

type OfOne = Exclude<OfPerson, Doing<'generate'>>;

function manageOne(world: World, step: OfOne, { invitation, room }: Standing): Answer {
  const isActive = !['revoked', 'expired'].includes(statusOf(invitation, room, world.now));
  const needsMail = step.do === 'resend';
  // This also covers a new expiry: a link that has ended never works again.
  const needsActive =
    ['copy', 'resend', 'promote'].includes(step.do) || (step.do === 'change' && step.expiresIn !== undefined);
  if (needsMail && !world.settings.mail) return refusal('email_not_available');
  if (needsActive && !isActive) return refusal('not_active');
  if (step.do === 'change' && isTooLate(step.expiresIn, world.now, invitation.generatedAt))
    return refusal('invalid_request');
  if (step.do === 'copy') return { status: 200, link: invitation.link };
  alter(world, step, invitation);
  return { status: needsMail ? 202 : 200, invitation: managersView(world, invitation, room) };
}

function alter({ now }: World, step: OfOne, invitation: Invitation): void {
  if (step.do === 'resend') invitation.delivery = { state: 'queued', at: now, link: invitation.link };
  if (step.do === 'promote' && invitation.role !== step.role)
    Object.assign(invitation, { role: step.role, updatedAt: now });
  if (step.do === 'revoke' && !invitation.revoked)
    Object.assign(invitation, { revoked: true, devices: new Set(), updatedAt: now });
  if (step.do !== 'change') return;
  Object.assign(invitation, { lastName: step.lastName, updatedAt: now });
  if (step.expiresIn !== undefined) invitation.givenExpiry = now + step.expiresIn * MINUTE;
}
