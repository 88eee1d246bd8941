import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { type Answer, call, login } from './api.ts';
import { silenceLogs } from './quiet.ts';
import { changeSettings } from './site.ts';
import { startWithEmptyTable } from './stack.ts';

/** The basis of most tests: an owner with every right at the site, rooms, and invited people. */

export const loginOwner = (): Promise<string> => login({ sub: 'owner', scope: 'rooms:write site:admin' });

export async function putRoom(token: string, roomId: string, details: object = {}): Promise<void> {
  const body = { title: 'Biology', ownerId: 'owner', chatAndCollaboration: true, ...details };
  const { status } = await call('putRoom', { parameters: { roomId }, body, token });
  expect([200, 201]).toContain(status);
}

/** Starts with an empty table and a room, without the functions' INFO lines. */
export async function startWithRoom(roomId: string): Promise<{ owner: string; streamArn: string }> {
  silenceLogs();
  const streamArn = await startWithEmptyTable();
  const owner = await loginOwner();
  await putRoom(owner, roomId);
  return { owner, streamArn };
}

export type Invited = { email: string; id: string; link: string };

export const personBody = (email = `${randomUUID()}@example.edu`) => ({
  email,
  firstName: 'Ada',
  lastName: 'Byron',
  role: 'speaker',
});

/** Invites a new person, or the person of `body.email` again. */
export async function invite(token: string, roomId: string, body: object = {}): Promise<Invited> {
  const answer = await call('generateInvitation', {
    parameters: { roomId },
    token,
    body: { ...personBody(), ...body },
  });
  expect([200, 201]).toContain(answer.status);
  const { invitation, link } = answer.body;
  return { email: invitation.email, id: invitation.id, link };
}

/** Sets the site's `linkReusability`. */
export const allowDevices = (token: string, linkReusability: number): Promise<void> =>
  changeSettings(token, ({ inviteToMedia }) => {
    inviteToMedia.linkReusability = linkReusability;
  });

/** Counts the outcomes: the state of an admission, otherwise the problem's code. */
export function tally(answers: Answer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    const outcome = body.code ?? body.state ?? String(status);
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}

/** Runs `work` `count` times concurrently. */
export const atOnce = <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

const TRIES = 20;

/** Retries while the answer is 503: a slow machine must not decide the outcome of a race. */
export async function persist(ask: () => Promise<Answer>): Promise<Answer> {
  let answer = await ask();
  for (let tries = 1; answer.status === 503 && tries < TRIES; tries += 1) answer = await ask();
  return answer;
}
