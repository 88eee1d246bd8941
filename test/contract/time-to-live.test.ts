import { expect, test } from 'vitest';
import { tableName } from '../../functions/adapters/dynamodb/client.ts';
import { recordDelivery, recordWithdrawal } from '../../functions/adapters/dynamodb/invitation-changes.ts';
import { getItem } from '../../functions/adapters/dynamodb/items.ts';
import type { WriteOutcome } from '../../functions/adapters/dynamodb/write-invitation.ts';
import { setTtl } from '../bin/support/tables.ts';
import { inMinutes, passMinutes, Scene } from '../support/scene.ts';
import { generate, owner } from './frozen-stage.ts';

/** Every write of an invitation sets its TTL, counted from its generation (docs/contract.md#generate, Expiry). */

const DAY = 24 * 60;

const ttlOf = async (scene: Scene): Promise<number> => (await getItem(scene.key))?.ttl;
const inDays = (count: number) => Math.floor(Date.parse(inMinutes(count * DAY)) / 1000);

const delivery = async (scene: Scene): Promise<WriteOutcome> => {
  const invitation = await scene.stored();
  return recordDelivery(invitation, { delivery: { ...invitation.delivery, state: 'sent' } });
};
const withdrawal = async (scene: Scene): Promise<WriteOutcome> =>
  recordWithdrawal(await scene.stored(), { sequence: 1, startsAt: inMinutes(0) });

test.each<[string, (scene: Scene) => Promise<unknown>]>([
  ['a change', scene => scene.manage('changeInvitation', { firstName: 'Augusta' })],
  ['a later expiry', scene => scene.manage('changeInvitation', { expiresAt: inMinutes(90 * DAY) })],
  ['a promotion', scene => scene.manage('promoteInvitation', { role: 'moderator' })],
  ['a revoke', scene => scene.manage('revokeInvitation')],
  ['a resend', scene => scene.manage('resendInvitation')],
  ['a request for a fresh link', scene => scene.requestLink()],
  ['a first entry', scene => scene.enter()],
  ['a wrong address', scene => scene.visit({ email: 'wrong@example.edu' })],
  ['the outcome of a mail', delivery],
  ['a calendar entry taken back', withdrawal],
])('%s sets the TTL to 490 days after generation', async (_, write) => {
  const scene = await Scene.set(owner, { endsIn: 300 * DAY });
  const forgotten = inDays(490);
  expect(await ttlOf(scene)).toBe(forgotten);
  passMinutes(DAY);
  // The TTL of an item that an earlier release wrote.
  await setTtl(tableName(), scene.key, inDays(1));
  await write(scene);
  expect(await ttlOf(scene)).toBe(forgotten);
});

test('generating again, alone or with an Idempotency-Key, restarts the 490 days', async () => {
  const scene = await Scene.set(owner);
  passMinutes(30 * DAY);
  await generate(scene, { email: scene.invited.email });
  expect(await ttlOf(scene)).toBe(inDays(490));
});

test('a write decided from an earlier generation does not shorten the TTL of a later one', async () => {
  const scene = await Scene.set(owner);
  const before = await scene.stored();
  passMinutes(300 * DAY);
  await scene.inviteAgain();
  const calendarEntry = { sequence: 1, startsAt: inMinutes(0) };
  expect(await recordWithdrawal(before, calendarEntry)).toHaveProperty('conflict');
  expect(await recordDelivery(before, { delivery: before.delivery, calendarEntry })).toHaveProperty(
    'conflict',
  );
  expect(await ttlOf(scene)).toBe(inDays(490));
});
