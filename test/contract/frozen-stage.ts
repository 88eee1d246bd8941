import { afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { type Answer, call, longLogin } from '../support/api.ts';
import { personBody } from '../support/ground.ts';
import type { Scene } from '../support/scene.ts';
import { startWithEmptyTable } from '../support/stack.ts';

/** Set-up of the contract's tests: an empty table, an owner's token, and a clock that each test sets. */
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

/** Generates an invitation for a new person in the scene's room. */
export const generate = ({ roomId }: Scene, body: object = {}): Promise<Answer> =>
  call('generateInvitation', { parameters: { roomId }, token: owner, body: { ...personBody(), ...body } });

/** The code of a problem, or the state of a visit. */
export const outcome = ({ body }: { body: { code?: string; state?: string } }): string | undefined =>
  body.code ?? body.state;
