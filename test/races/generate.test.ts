import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { type Answer, call, redeem } from '../support/api.ts';
import { Device } from '../support/device.ts';
import { FULL } from '../support/full.ts';
import { atOnce, invite, personBody, putRoom, startWithRoom, tally } from '../support/ground.ts';
import { mailsAskedFor } from '../support/stream.ts';

const ROUNDS = FULL ? 6 : 2;
const AT_ONCE = 20;
const parameters = { roomId: 'generated' };
let owner: string;
let device: Device;
let streamArn: string;

beforeAll(async () => {
  ({ owner, streamArn } = await startWithRoom(parameters.roomId));
  device = await Device.create();
});

const generate = (body: object, headers: Record<string, string> = {}) =>
  call('generateInvitation', { parameters, token: owner, body, headers });

const statuses = (answers: Answer[]) => answers.map(({ status }) => status).sort();

/** One of the links asks for the address, all others are replaced. */
async function expectOneLives(answers: Answer[]): Promise<void> {
  const tried = await Promise.all(answers.map(({ body }) => redeem({ device, link: body.link })));
  expect(tally(tried)).toEqual({ lobby: 1, link_replaced: answers.length - 1 });
}

test('of many concurrent generations of the same person one answers 201, and one of the links works', {
  timeout: 300_000,
}, async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const body = personBody();
    const answers = await atOnce(AT_ONCE, () => generate(body));
    expect(statuses(answers)).toEqual([...Array(AT_ONCE - 1).fill(200), 201]);
    await expectOneLives(answers);
  }
  console.log(`${ROUNDS} rounds of ${AT_ONCE} at once for one person: one 201 and one live link each`);
});

test('the same holds for a person invited before the room was deleted', { timeout: 300_000 }, async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const body = personBody();
    await invite(owner, parameters.roomId, body);
    await call('deleteRoom', { parameters, token: owner });
    await putRoom(owner, parameters.roomId);
    const answers = await atOnce(AT_ONCE, () => generate(body));
    expect(statuses(answers)).toEqual([...Array(AT_ONCE - 1).fill(200), 201]);
    await expectOneLives(answers);
  }
});

test('concurrent requests with the same Idempotency-Key get the same answer, and queue one mail', {
  timeout: 300_000,
}, async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const body = { ...personBody(), sendEmail: true };
    const headers = { 'idempotency-key': randomUUID() };
    const answers = await atOnce(AT_ONCE, () => generate(body, headers));
    const [{ status, body: first } = { status: 0, body: undefined }] = answers;
    expect(status).toBe(201);
    expect(answers.map(answer => answer.body)).toEqual(Array(AT_ONCE).fill(first));
    expect(new Set(statuses(answers))).toEqual(new Set([201]));
    expect((await redeem({ device, link: first.link })).body.state).toBe('lobby');
  }
  expect(await mailsAskedFor(streamArn)).toBe(ROUNDS);
});

test('of concurrent requests with the same Idempotency-Key and different bodies, those with one body succeed', async () => {
  const headers = { 'idempotency-key': randomUUID() };
  const bodies = [personBody(), personBody()];
  const answers = await atOnce(AT_ONCE, index => generate(bodies[index % 2] ?? {}, headers));
  expect(tally(answers)).toEqual({ 201: AT_ONCE / 2, idempotency_key_reused: AT_ONCE / 2 });
  const made = answers.filter(({ status }) => status === 201).map(({ body }) => body.invitation.id);
  expect(new Set(made).size).toBe(1);
});
