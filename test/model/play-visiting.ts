import { decodeJwt } from 'jose';
import {
  session as askSession,
  call,
  type Answer as HandlerAnswer,
  login,
  redeem as redeemLink,
} from '../support/api.ts';
import type { Answer } from './answers.ts';
import { type Both, problemOf } from './both.ts';
import type { Stage } from './stage.ts';
import { deviceNames, type Person, people, type Step, type Typed } from './steps.ts';
import { redeem, requestLink, session } from './visiting.ts';
import type { World } from './world.ts';

type Doing<D extends Step['do']> = Extract<Step, { do: D }>;

const TYPED: Record<Typed, (email: string) => string | undefined> = {
  nothing: () => undefined,
  right: email => email,
  shouted: email => `  ${email.toUpperCase()}\t`,
  wrong: email => `x${email}`,
  garbled: () => 'no address at all',
};

/** The index of the item `back` places before the newest one; wraps around. */
const fromNewest = (list: unknown[], back: number): number => list.length - 1 - (back % list.length);

export async function playRedeem(step: Doing<'redeem'>, world: World, stage: Stage): Promise<Both> {
  const name = fromNewest(world.links, step.link);
  const link = stage.links[name];
  const person = world.links[name]?.person;
  if (link === undefined || person === undefined) return {};
  const { devices } = stage.cast;
  const token = await loginOf(step, person);
  const expected = redeem(world, name, step);
  const email = TYPED[step.typed](people[person].email);
  const answer = await redeemLink({
    device: devices[step.device],
    link,
    enter: step.enter,
    ...(email !== undefined && { email }),
    ...(token !== undefined && { token }),
  });
  return { expected, answered: visitOf(answer, stage) };
}

async function loginOf(
  { login: who, loginLasts }: Doing<'redeem'>,
  invited: Person,
): Promise<string | undefined> {
  if (who === 'none') return undefined;
  const somebody = invited === 'ada' ? 'bo' : 'ada';
  const sub = who === 'somebody' ? somebody : invited;
  const site = who === 'foreign' ? 'other' : 'demo';
  return login({ sub, site, email: people[sub].email, expiresIn: loginLasts / 1000 });
}

export async function playSession(step: Doing<'session'>, world: World, stage: Stage): Promise<Both> {
  const index = fromNewest(world.tickets, step.ticket);
  const [ticket, owner] = [stage.tickets[index], world.tickets[index]?.device];
  if (ticket === undefined || owner === undefined) return {};
  const expected = session(world, index, step.stolen);
  const thief = deviceNames.find(each => each !== owner) ?? owner;
  const answer = await askSession(stage.cast.devices[step.stolen ? thief : owner], ticket);
  return { expected, answered: visitOf(answer, stage) };
}

function visitOf(answer: HandlerAnswer, stage: Stage): Answer {
  const { state, known, invitation, role, ticket, room } = answer.body;
  const [startsAt, opensAt] = [room?.startsAt, answer.body.opensAt].map(at => at && Date.parse(at));
  const visit = { ...problemOf(answer), state, known, startsAt, opensAt, invitation };
  if (ticket === undefined) return visit;
  stage.tickets.push(ticket);
  const { role: granted, email_verified, user_id, auth_until } = decodeJwt(ticket);
  const claims = { role: granted, email_verified, ...(user_id !== undefined && { user_id, auth_until }) };
  return { ...visit, role, ticket: claims };
}

export async function playRequestLink(step: Doing<'requestLink'>, world: World, stage: Stage): Promise<Both> {
  const name = fromNewest(world.links, step.link);
  const of = world.links[name];
  if (of === undefined) return {};
  const expected = requestLink(world, name);
  const mailSince = world.of(of.room, of.person)?.delivery.at;
  const answer = await call('requestLink', { body: { token: stage.links[name]?.split('#')[1] } });
  const { freshLink, since } = await stage.mail(of.room, of.person);
  if (freshLink !== undefined && !stage.links.includes(freshLink)) stage.handOut(freshLink);
  const newest = stage.links.length - 1;
  return {
    expected: { ...expected, link: world.links.length - 1, mailSince },
    answered: {
      ...problemOf(answer),
      link: newest,
      mailSince: since === undefined ? since : Date.parse(since),
    },
  };
}
