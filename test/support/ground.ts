import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Settings } from '../../domain/site.ts';
import { type Answer, call, login } from './api.ts';

/** What most tests stand on: somebody who may do everything at the site, rooms, and people invited into them. */

export const loginOwner = (): Promise<string> => login({ sub: 'owner', scope: 'rooms:write site:admin' });

export async function putRoom(token: string, roomId: string, details: object = {}): Promise<void> {
  const body = { title: 'Biology', ownerId: 'owner', chatAndCollaboration: true, ...details };
  const { status } = await call('putRoom', { parameters: { roomId }, body, token });
  expect([200, 201]).toContain(status);
}

export type Invited = { email: string; id: string; link: string };

export const personBody = (email = `${randomUUID()}@example.edu`) => ({
  email,
  firstName: 'Ada',
  lastName: 'Byron',
  role: 'speaker',
});

/** Somebody new, or the same person again. */
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
export async function allowDevices(token: string, linkReusability: number): Promise<void> {
  const { body, headers } = await call('getSettings', { token });
  const settings: Settings = {
    ...body,
    inviteToMedia: { ...body.inviteToMedia, linkReusability },
  };
  const { etag = '' } = headers;
  const answer = await call('putSettings', { token, headers: { 'if-match': etag }, body: settings });
  expect(answer.status).toBe(200);
}

/** How often each outcome came: the state of an admission, else the problem's code. */
export function tally(answers: Answer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    const outcome = body.code ?? body.state ?? String(status);
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}

/** Does something as often as said, all at once. */
export const atOnce = <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

const TRIES = 20;

/** Asks again as long as the answer is 503, as it says itself: a busy machine must not decide a race. */
export async function persist(ask: () => Promise<Answer>): Promise<Answer> {
  let answer = await ask();
  for (let tries = 1; answer.status === 503 && tries < TRIES; tries += 1) answer = await ask();
  return answer;
}
