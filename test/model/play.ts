import { decodeJwt } from 'jose';
import { expect, vi } from 'vitest';
import {
  session as askSession,
  type Call,
  call,
  type Answer as HandlerAnswer,
  redeem as redeemLink,
} from '../support/api.ts';
import { type Answer, refusal } from './answers.ts';
import { manage } from './managing.ts';
import { SITE, type Stage } from './stage.ts';
import { type DeviceName, deviceNames, type Manager, people, type Step, type Typed } from './steps.ts';
import { redeem, requestLink, session } from './visiting.ts';
import type { World } from './world.ts';

/** Plays one step against the handlers and against the model, and expects the same of both. */
export async function play(step: Step, world: World, stage: Stage): Promise<void> {
  const { expected, answered } = await playBoth(step, world, stage);
  expect(answered, JSON.stringify(step)).toEqual(expected);
}

type Both = { expected?: Answer | undefined; answered?: Answer | undefined };
type Doing<D extends Step['do']> = Extract<Step, { do: D }>;

async function playBoth(step: Step, world: World, stage: Stage): Promise<Both> {
  switch (step.do) {
    case 'redeem':
      return playRedeem(step, world, stage);
    case 'session':
      return playSession(step, world, stage);
    case 'requestLink':
      return playRequestLink(step, world, stage);
    case 'putRoom':
    case 'deleteRoom':
      return playRoom(step, world, stage);
    case 'set':
      Object.assign(world.settings, step.settings);
      await stage.putSettings(world.settings);
      return {};
    case 'forget':
      return playForget(world, stage);
    case 'wait':
      world.now += step.seconds * 1000;
      vi.setSystemTime(world.now);
      return {};
    default:
      return playManaging(step, world, stage);
  }
}

async function playManaging(step: Extract<Step, { by: Manager }>, world: World, stage: Stage): Promise<Both> {
  const expected = manage(world, step);
  const token = stage.cast.managers[step.by];
  const answer = await call(...(await requestOf(step, world, { stage, token })));
  const { body } = answer;
  if (step.do === 'generate' && body.link !== undefined) {
    expect(stage.links).not.toContain(body.link);
    stage.links.push(body.link);
  }
  const answered: Answer = {
    ...problemOf(answer),
    ...(body.items && { items: body.items.map(shown) }),
    ...(body.link && { link: stage.links.indexOf(body.link) }),
  };
  const invitation =
    body.invitation ??
    (body.status in { pending: 1, admitted: 1, expired: 1, revoked: 1 } ? body : undefined);
  if (invitation !== undefined) answered.invitation = shown(invitation);
  const byEmail = (one: object, other: object) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1);
  for (const { items } of [expected, answered]) items?.sort(byEmail);
  return { expected, answered };
}

const shown = ({ id: _, roomId: __, locale: ___, createdBy: ____, ...rest }: Record<string, unknown>) => rest;

async function requestOf(
  step: Extract<Step, { by: Manager }>,
  world: World,
  { stage, token }: { stage: Stage; token: string },
): Promise<[Parameters<typeof call>[0], Call]> {
  if (step.do === 'list')
    return ['listInvitations', { token, parameters: { roomId: stage.roomId(step.room) } }];
  const parameters = await stage.parameters(step.room, step.person);
  const { email, ...names } = people[step.person];
  const expiresAt =
    'expiresIn' in step && step.expiresIn && new Date(world.now + step.expiresIn * 60_000).toISOString();
  const until = expiresAt ? { expiresAt } : {};
  switch (step.do) {
    case 'generate': {
      const { role, sendEmail, shout } = step;
      const body = { ...names, ...until, role, sendEmail, email: shout ? ` ${email.toUpperCase()} ` : email };
      return ['generateInvitation', { token, parameters: { roomId: parameters.roomId }, body }];
    }
    case 'promote':
      return ['promoteInvitation', { token, parameters, body: { role: step.role } }];
    case 'change':
      return ['changeInvitation', { token, parameters, body: { lastName: step.lastName, ...until } }];
    case 'look':
      return ['getInvitation', { token, parameters }];
    case 'copy':
      return ['getInvitationLink', { token, parameters }];
    case 'resend':
      return ['resendInvitation', { token, parameters }];
    case 'revoke':
      return ['revokeInvitation', { token, parameters }];
  }
}

const TYPED: Record<Typed, (email: string) => string | undefined> = {
  nothing: () => undefined,
  right: email => email,
  shouted: email => `  ${email.toUpperCase()}\t`,
  wrong: email => `x${email}`,
  garbled: () => 'no address at all',
};

async function playRedeem(step: Doing<'redeem'>, world: World, stage: Stage): Promise<Both> {
  const name = world.links.length - 1 - step.link;
  const link = stage.links[name];
  const person = world.links[name]?.person;
  if (link === undefined || person === undefined) return {};
  const { cast } = stage;
  const somebody = person === 'ada' ? 'bo' : 'ada';
  const token = {
    none: undefined,
    invited: cast.logins[person],
    somebody: cast.logins[somebody],
    foreign: cast.foreignLogins[person],
  }[step.login];
  const expected = redeem(world, name, step);
  const email = TYPED[step.typed](people[person].email);
  const answer = await redeemLink({
    device: cast.devices[step.device],
    link,
    enter: step.enter,
    ...(email !== undefined && { email }),
    ...(token !== undefined && { token }),
  });
  return { expected, answered: visitOf(answer, stage) };
}

async function playSession({ ticket, stolen }: Doing<'session'>, world: World, stage: Stage): Promise<Both> {
  const index = world.tickets.length - 1 - ticket;
  const owner = world.tickets[index]?.device;
  if (owner === undefined) return {};
  const device: DeviceName = stolen ? (deviceNames.find(each => each !== owner) ?? owner) : owner;
  const expected = session(world, index, stolen);
  const answer = await askSession(stage.cast.devices[device], stage.tickets[index] ?? '');
  return { expected, answered: visitOf(answer, stage) };
}

function visitOf(answer: HandlerAnswer, stage: Stage): Answer {
  const { state, known, invitation, role, ticket } = answer.body;
  if (ticket === undefined) return { ...problemOf(answer), state, known, invitation };
  stage.tickets.push(ticket);
  const { role: granted, email_verified } = decodeJwt(ticket);
  return { status: answer.status, state, known, invitation, role, ticket: { role: granted, email_verified } };
}

async function playRequestLink({ link }: Doing<'requestLink'>, world: World, stage: Stage): Promise<Both> {
  const name = world.links.length - 1 - link;
  const of = world.links[name];
  if (of === undefined) return {};
  const expected = requestLink(world, name);
  const body = { token: stage.links[name]?.split('#')[1] };
  const answer = await call('requestLink', { body });
  const fresh = await stage.freshLink(of.room, of.person);
  if (fresh !== undefined && !stage.links.includes(fresh)) stage.links.push(fresh);
  expect(stage.links, 'a fresh link is made where one is due, and only there').toHaveLength(
    world.links.length,
  );
  return { expected, answered: { status: answer.status } };
}

async function playRoom(
  step: Doing<'putRoom'> | Doing<'deleteRoom'>,
  world: World,
  stage: Stage,
): Promise<Both> {
  const { room: name } = step;
  const request = { parameters: { roomId: stage.roomId(name) }, token: stage.cast.backend };
  if (step.do === 'deleteRoom') {
    if (world.rooms.delete(name)) world.lives.set(name, (world.lives.get(name) ?? 0) + 1);
    return { expected: { status: 204 }, answered: problemOf(await call('deleteRoom', request)) };
  }
  const at = (minutes: number | undefined) =>
    minutes === undefined ? undefined : world.now + minutes * 60_000;
  const [startsAt, endsAt] = [at(step.session.startsIn), at(step.session.endsIn)];
  const expected = { status: world.rooms.has(name) ? 200 : 201 };
  world.rooms.set(name, { life: world.lives.get(name) ?? 0, startsAt, endsAt });
  const body = {
    title: name,
    ownerId: 'owner',
    chatAndCollaboration: true,
    ...(startsAt && { startsAt: new Date(startsAt).toISOString() }),
    ...(endsAt && { endsAt: new Date(endsAt).toISOString() }),
  };
  return { expected, answered: problemOf(await call('putRoom', { ...request, body })) };
}

async function playForget(world: World, stage: Stage): Promise<Both> {
  for (const [name, { room, person }] of world.invitations) {
    if (await stage.forget(room, person, world.now)) world.invitations.delete(name);
  }
  return {};
}

function problemOf({ status, body, headers }: HandlerAnswer): Answer {
  if (status < 400) return { status };
  const { code, reason, attemptsLeft } = body;
  const retryAfter = headers['retry-after'];
  return {
    status,
    code,
    reason,
    attemptsLeft,
    retryAfter: retryAfter === undefined ? undefined : Number(retryAfter),
  };
}
