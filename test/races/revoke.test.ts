import { setImmediate as turn } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { type Answer, call, redeem, session } from '../support/api.ts';
import { Device } from '../support/device.ts';
import { FULL } from '../support/full.ts';
import { allowDevices, atOnce, type Invited, invite, startWithRoom, tally } from '../support/ground.ts';

const ROUNDS = FULL ? 15 : 6;
const DEVICES = 24;
const roomId = 'revoked';
let owner: string;
let devices: Device[];

beforeAll(async () => {
  ({ owner } = await startWithRoom(roomId));
  await allowDevices(owner, -1);
  devices = await atOnce(DEVICES, () => Device.create());
});

const revoke = ({ id }: Invited) => call('revokeInvitation', { parameters: { roomId, id }, token: owner });

const stateOf = ({ id }: Invited) => call('getInvitation', { parameters: { roomId, id }, token: owner });

/** Waits for some turns of the event loop, so that requests do not all arrive at once. */
async function wait(turns: number): Promise<void> {
  for (let each = 0; each < turns; each += 1) await turn();
}

test('no request that begins after a revoke was answered is admitted', { timeout: 300_000 }, async () => {
  const all: Answer[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const invited = await invite(owner, roomId);
    let hasAnswered = false;
    const begun = atOnce(DEVICES, async index => {
      await wait(index * 4);
      const beganAfterwards = hasAnswered;
      const answer = await redeem({ device: devices[index] as Device, ...invited, enter: true });
      return { beganAfterwards, answer };
    });
    await wait(Math.floor(Math.random() * DEVICES * 3));
    const revoked = await revoke(invited);
    hasAnswered = true;
    expect(revoked).toMatchObject({ status: 200, body: { status: 'revoked' } });
    const late = await redeem({ device: devices[0] as Device, ...invited, enter: true });
    const answers = [...(await begun), { beganAfterwards: true, answer: late }];
    const tooLate = answers.filter(each => each.beganAfterwards).map(({ answer }) => answer);
    expect(tally(tooLate)).toEqual({ invitation_revoked: tooLate.length });
    await expectTicketsDead(answers.map(({ answer }) => answer));
    // No request in flight bound its device after the revoke.
    expect((await stateOf(invited)).body).toEqual(revoked.body);
    all.push(...answers.map(({ answer }) => answer));
  }
  const outcomes = tally(all);
  expect(Object.keys(outcomes).sort()).toEqual(['admitted', 'invitation_revoked']);
  console.log(`${ROUNDS} revokes among ${DEVICES} redeems each: ${JSON.stringify(outcomes)}`);
});

/** A device that was admitted before the revoke has lost its admission as well. */
async function expectTicketsDead(answers: Answer[]): Promise<void> {
  const index = answers.findIndex(({ body }) => body.state === 'admitted');
  if (index === -1) return;
  const after = await session(devices[index] as Device, answers[index]?.body.ticket);
  expect(after.body.code).toBe('invitation_revoked');
}

test('a promotion that races a revoke never makes the invitation active again', {
  timeout: 300_000,
}, async () => {
  const all: Answer[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const invited = await invite(owner, roomId);
    const parameters = { roomId, id: invited.id };
    const promoting = atOnce(8, async index => {
      await wait(index * 3);
      const role = index % 2 === 0 ? 'moderator' : 'viewer';
      return call('promoteInvitation', { parameters, token: owner, body: { role } });
    });
    await wait(Math.floor(Math.random() * 24));
    const revoked = await revoke(invited);
    expect(revoked).toMatchObject({ status: 200, body: { status: 'revoked' } });
    const late = await call('promoteInvitation', { parameters, token: owner, body: { role: 'speaker' } });
    expect(late.body.code).toBe('not_active');
    const answers = await promoting;
    const promoted = answers.filter(({ status }) => status === 200);
    expect(promoted.map(({ body }) => body.status)).not.toContain('revoked');
    expect((await stateOf(invited)).body).toEqual(revoked.body);
    all.push(...answers);
  }
  const outcomes = tally(all);
  expect(Object.keys(outcomes).sort()).toEqual(['200', 'not_active']);
  console.log(`${ROUNDS} revokes among 8 promotions each: ${JSON.stringify(outcomes)}`);
});
