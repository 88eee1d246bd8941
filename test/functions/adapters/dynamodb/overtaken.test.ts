import { randomUUID } from 'node:crypto';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Problem } from '../../../../domain/problems.ts';
import { findPeople, savePeople } from '../../../../functions/adapters/dynamodb/people.ts';
import { call, redeem } from '../../../support/api.ts';
import { awsLike } from '../../../support/aws-like/aws-like.ts';
import { AWS_LIMITS } from '../../../support/aws-like/throughput.ts';
import { Device } from '../../../support/device.ts';
import { atOnce, invite, loginOwner, personBody, putRoom, tally } from '../../../support/ground.ts';
import { startWithEmptyTable } from '../../../support/stack.ts';

/**
 * Race conditions: a write that conflicts with a transaction decides again, and answers 503 only after its last
 * retry.
 */

const roomId = 'room';
const ada = { id: 'ada', email: 'ada@example.edu', firstName: 'Ada', lastName: 'Byron' };
let owner: string;

beforeAll(async () => {
  await startWithEmptyTable();
  owner = await loginOwner();
  await putRoom(owner, roomId);
});
beforeEach(() => {
  awsLike.set();
  awsLike.take();
});
afterEach(() => awsLike.set());

const generate = (body: object, key: string) =>
  call('generateInvitation', {
    parameters: { roomId },
    token: owner,
    body,
    headers: { 'idempotency-key': key },
  });

describe('a plain write', () => {
  test.each<[string, (id: string) => Promise<{ status: number }>]>([
    [
      'promotes',
      id => call('promoteInvitation', { parameters: { roomId, id }, token: owner, body: { role: 'viewer' } }),
    ],
    [
      'changes',
      id =>
        call('changeInvitation', { parameters: { roomId, id }, token: owner, body: { firstName: 'Grace' } }),
    ],
    ['resends', id => call('resendInvitation', { parameters: { roomId, id }, token: owner })],
    ['revokes', id => call('revokeInvitation', { parameters: { roomId, id }, token: owner })],
  ])('that %s during another generation is retried and succeeds after it', async (_, write) => {
    const invited = await invite(owner, roomId);
    awsLike.set({ windowMillis: 250 });
    awsLike.take();
    const generating = generate({ ...personBody(), email: invited.email }, randomUUID());
    while (awsLike.take().transactions === 0) await new Promise(setImmediate);
    const answer = await write(invited.id);
    expect([(await generating).status, answer.status < 300]).toEqual([200, true]);
    expect(awsLike.take().refusedWrites).toBeGreaterThan(0);
  });

  test('that enters by a link that is replaced meanwhile gets link_replaced', async () => {
    const invited = await invite(owner, roomId);
    const device = await Device.create();
    awsLike.set({ windowMillis: 250 });
    awsLike.take();
    const generating = generate({ ...personBody(), email: invited.email }, randomUUID());
    while (awsLike.take().transactions === 0) await new Promise(setImmediate);
    const entered = await redeem({ device, ...invited, enter: true });
    expect((await generating).status).toBe(200);
    expect(entered.body.code).toBe('link_replaced');
    expect(awsLike.take().refusedWrites).toBeGreaterThan(0);
  });

  test('that conflicts with a transaction at every retry gets 503 with a Retry-After of one second', async () => {
    const invited = await invite(owner, roomId);
    awsLike.set({ windowMillis: 4000 });
    void generate({ ...personBody(), email: invited.email }, randomUUID());
    while (awsLike.take().transactions === 0) await new Promise(setImmediate);
    const parameters = { roomId, id: invited.id };
    const answer = await call('revokeInvitation', { parameters, token: owner });
    expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
    expect(awsLike.take().refusedWrites).toBe(10);
  });
});

describe('a transaction', () => {
  test('of concurrent requests with one Idempotency-Key takes effect once, and no request is refused', async () => {
    const body = personBody();
    const key = randomUUID();
    const answers = await atOnce(40, () => generate(body, key));
    expect(tally(answers)).toEqual({ 201: 40 });
    expect(new Set(answers.map(({ body: { link } }) => link)).size).toBe(1);
  });

  test('of concurrent generations of one person with different keys is retried until each succeeds', async () => {
    const body = personBody();
    const answers = await atOnce(10, () => generate(body, randomUUID()));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(9).fill(200), 201]);
  });

  test('of concurrent saves of one person is retried until each succeeds', async () => {
    const saves = await atOnce(5, index => savePeople('demo', [{ ...ada, firstName: `Ada${index}` }]));
    expect(saves).toHaveLength(5);
    expect(awsLike.take().conflicts).toBeGreaterThan(0);
    expect(await findPeople('demo', 'ada')).toHaveLength(1);
  });

  test('that is throttled is reported as throttled, not as a conflict', async () => {
    awsLike.set({ limits: { ...AWS_LIMITS, writeUnits: 0 } });
    await expect(savePeople('demo', [ada])).rejects.toBeInstanceOf(TransactionCanceledException);
    expect(awsLike.take().transactions).toBe(1);
    expect((await generate(personBody(), randomUUID())).status).toBe(503);
    expect(awsLike.take().transactions).toBe(1);
  });

  test('that is invalid is reported as invalid, not as a conflict', async () => {
    const tooLarge = { ...ada, lastName: 'x'.repeat(500_000) };
    await expect(savePeople('demo', [tooLarge])).rejects.not.toBeInstanceOf(Problem);
    expect(awsLike.take().transactions).toBe(1);
  });
});

test('200 rows with an Idempotency-Key stay within the throughput of a room’s partition key, although batches are read in part', async () => {
  awsLike.set({ unprocessed: 0.5, limits: AWS_LIMITS });
  const body = { invitations: Array.from({ length: 200 }, () => personBody()) };
  const headers = { 'idempotency-key': randomUUID() };
  const answer = await call('generateInvitations', { parameters: { roomId }, token: owner, body, headers });
  expect(awsLike.take().unprocessed).toBeGreaterThan(0);
  expect(tally(answer.body.results.map(({ status }: { status: number }) => ({ status, body: {} })))).toEqual({
    201: 200,
  });
});
