import { afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { type Answer, call } from '../support/api.ts';
import { personBody } from '../support/ground.ts';
import { longLogin, type Scene } from '../support/scene.ts';
import { startWithEmptyTable } from '../support/stack.ts';

/** What the contract's tests begin with: a fresh table, an owner's login, and a clock that each test sets for itself. */
export let owner: string;

beforeAll(async () => {
  await startWithEmptyTable();
  owner = await longLogin('owner', { scope: 'rooms:write site:admin' });
});
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Invites somebody new into the scene's room. */
export const generate = ({ roomId }: Scene, body: object = {}): Promise<Answer> =>
  call('generateInvitation', { parameters: { roomId }, token: owner, body: { ...personBody(), ...body } });

/** The code of a refusal, or the state of a visit. */
export const outcome = ({ body }: { body: { code?: string; state?: string } }): string | undefined =>
  body.code ?? body.state;
