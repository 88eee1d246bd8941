import { expect, vi } from 'vitest';
import { call } from '../support/api.ts';
import type { Answer } from './answers.ts';
import { type Both, problemOf } from './both.ts';
import { playManaging } from './play-managing.ts';
import { playRedeem, playRequestLink, playSession } from './play-visiting.ts';
import type { Stage } from './stage.ts';
import type { Step } from './steps.ts';
import { KEPT, type World } from './world.ts';

const FIRST_LOCK_SECONDS = 15 * 60;

type Doing<D extends Step['do']> = Extract<Step, { do: D }>;

/** Plays one step against the handlers and against the model, and expects the same answer. */
export async function play(step: Step, world: World, stage: Stage): Promise<void> {
  const { expected, answered } = await playBoth(step, world, stage);
  expect(answered, JSON.stringify(step)).toEqual(expected);
  if (expected === undefined) return;
  const { seen } = stage.cast;
  const outcome = `${step.do}: ${expected.code ?? expected.state ?? expected.status}${detailOf(expected, world)}`;
  seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
}

/** Distinguishes outcomes that have the same name. */
function detailOf({ retryAfter = 0, state, startsAt = 0 }: Answer, { now }: World): string {
  if (retryAfter > FIRST_LOCK_SECONDS) return ', a longer lock';
  return state === 'admitted' && now < startsAt ? ', before the start' : '';
}

async function playBoth(step: Step, world: World, stage: Stage): Promise<Both> {
  switch (step.do) {
    case 'redeem':
      return playRedeem(step, world, stage);
    case 'session':
      return playSession(step, world, stage);
    case 'requestLink':
      return playRequestLink(step, world, stage);
    case 'putRoom':
      return playPutRoom(step, world, stage);
    case 'deleteRoom':
      return playDeleteRoom(step, world, stage);
    case 'set':
      Object.assign(world.settings, step.settings);
      await stage.putSettings(world.settings);
      return {};
    case 'forget':
      return playForget(world, stage);
    case 'mail':
      return playMail(step, world, stage);
    case 'wait':
      world.now += step.seconds * 1000;
      vi.setSystemTime(world.now);
      return {};
    default:
      return playManaging(step, world, stage);
  }
}

async function playPutRoom(
  { room, session: { startsIn, endsIn } }: Doing<'putRoom'>,
  world: World,
  stage: Stage,
): Promise<Both> {
  const at = (minutes?: number) => (minutes === undefined ? undefined : world.now + minutes * 60_000);
  const [startsAt, endsAt] = [at(startsIn), at(endsIn)];
  const expected = { status: world.rooms.has(room) ? 200 : 201 };
  world.rooms.set(room, { life: world.lives.get(room) ?? 0, startsAt, endsAt });
  const body = {
    title: room,
    ownerId: 'owner',
    chatAndCollaboration: true,
    ...(startsAt && { startsAt: new Date(startsAt).toISOString() }),
    ...(endsAt && { endsAt: new Date(endsAt).toISOString() }),
  };
  const parameters = { roomId: stage.roomId(room) };
  return {
    expected,
    answered: problemOf(await call('putRoom', { parameters, token: stage.cast.backend, body })),
  };
}

async function playDeleteRoom({ room }: Doing<'deleteRoom'>, world: World, stage: Stage): Promise<Both> {
  if (world.rooms.delete(room)) world.lives.set(room, (world.lives.get(room) ?? 0) + 1);
  const parameters = { roomId: stage.roomId(room) };
  const answer = await call('deleteRoom', { parameters, token: stage.cast.backend });
  return { expected: { status: 204 }, answered: problemOf(answer) };
}

/** SES accepts the queued mail. */
async function playMail({ room, person }: Doing<'mail'>, world: World, stage: Stage): Promise<Both> {
  const delivery = world.of(room, person)?.delivery;
  if (delivery?.state !== 'queued') return {};
  Object.assign(delivery, { state: 'sent', at: world.now });
  await stage.sendMail(room, person);
  return {};
}

async function playForget(world: World, stage: Stage): Promise<Both> {
  for (const [name, { room, person, generatedAt }] of world.invitations) {
    const isForgotten = await stage.forget(room, person, world.now);
    expect(isForgotten, `${name} is forgotten`).toBe(world.now >= generatedAt + KEPT);
    if (isForgotten) world.invitations.delete(name);
  }
  return {};
}
