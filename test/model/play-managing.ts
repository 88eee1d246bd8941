import { type Call, call } from '../support/api.ts';
import type { Answer } from './answers.ts';
import { type Both, problemOf } from './both.ts';
import { manage } from './managing.ts';
import type { Stage } from './stage.ts';
import { type Manager, people, type Step } from './steps.ts';
import type { World } from './world.ts';

type Managing = Extract<Step, { by: Manager }>;
type OfPerson = Exclude<Managing, { do: 'list' }>;
type Request = [Parameters<typeof call>[0], Call];

export async function playManaging(step: Managing, world: World, stage: Stage): Promise<Both> {
  const expected = manage(world, step);
  const answer = await call(...(await requestOf(step, world, stage)));
  const { link, items } = answer.body;
  if (step.do === 'generate' && link !== undefined) stage.handOut(link);
  const invitation = answer.body.invitation ?? ('email' in answer.body ? answer.body : undefined);
  const answered: Answer = {
    ...problemOf(answer),
    invitation: invitation && shown(invitation),
    items: items?.map(shown),
    link: link && stage.links.indexOf(link),
  };
  return { expected: inOrder(expected), answered: inOrder(answered) };
}

const shown = ({ id: _, roomId: _room, locale: _locale, createdBy: _by, ...rest }: Record<string, unknown>) =>
  rest;

/** Sorts the items, because the order of a list has no meaning. */
const inOrder = ({ items, ...rest }: Answer): Answer => ({
  ...rest,
  items: items?.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1)),
});

async function requestOf(step: Managing, world: World, stage: Stage): Promise<Request> {
  const token = stage.cast.managers[step.by];
  if (step.do === 'list')
    return ['listInvitations', { token, parameters: { roomId: stage.roomId(step.room) } }];
  const parameters = await stage.parameters(step.room, step.person);
  const [route, body] = bodyOf(step, world);
  const { roomId } = parameters;
  return [route, { token, parameters: step.do === 'generate' ? { roomId } : parameters, body }];
}

function bodyOf(step: OfPerson, world: World): [Request[0], object?] {
  switch (step.do) {
    case 'generate': {
      const { role, sendEmail, shout, person } = step;
      const { email, ...names } = people[person];
      const typed = shout ? ` ${email.toUpperCase()} ` : email;
      return [
        'generateInvitation',
        { ...names, email: typed, role, sendEmail, ...until(world, step.expiresIn) },
      ];
    }
    case 'promote':
      return ['promoteInvitation', { role: step.role }];
    case 'change':
      return ['changeInvitation', { lastName: step.lastName, ...until(world, step.expiresIn) }];
    case 'look':
      return ['getInvitation'];
    case 'copy':
      return ['getInvitationLink'];
    case 'resend':
      return ['resendInvitation'];
    case 'revoke':
      return ['revokeInvitation'];
  }
}

const until = ({ now }: World, minutes: number | undefined) =>
  minutes === undefined ? {} : { expiresAt: new Date(now + minutes * 60_000).toISOString() };
