import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { findInvitation } from '../../functions/adapters/dynamodb/invitations.ts';
import { linkUrl } from '../../functions/adapters/links.ts';
import { type Answer, call, redeem, tokenOf } from '../support/api.ts';
import { awsLike } from '../support/aws-like/aws-like.ts';
import { Device } from '../support/device.ts';
import { FULL } from '../support/full.ts';
import {
  allowDevices,
  atOnce,
  invite,
  persist,
  personBody,
  startWithRoom,
  tally,
} from '../support/ground.ts';
import { origin } from '../support/stack.ts';

/** The same races while the database throttles, and the connection loses the answers of writes that succeeded. */

const DEVICES = FULL ? 200 : 20;
const ROUNDS = FULL ? 20 : 1;
const parameters = { roomId: 'race' };
let owner: string;
let devices: Device[];

if (FULL) vi.setConfig({ testTimeout: 600_000 });

beforeAll(async () => {
  ({ owner } = await startWithRoom(parameters.roomId));
  devices = await atOnce(DEVICES, () => Device.create());
}, 60_000);
afterEach(() => awsLike.set());
afterAll(() => {
  // Without such faults the tests would prove nothing.
  const { lost, throttles } = awsLike.take();
  expect([lost.UpdateItem, lost.TransactWriteItems, throttles]).not.toContain(0);
});

const lose = () => awsLike.set({ lost: 0.05, throttled: 0.02, seed: 7 });
const calm = () => awsLike.set();

const statuses = (answers: Answer[]) => [...new Set(answers.map(({ status }) => status))].sort();

test.each([
  [1, { admitted: 1, link_used_on_another_device: DEVICES - 1 }],
  [3, { admitted: 3, link_used_on_another_device: DEVICES - 3 }],
  [-1, { admitted: DEVICES }],
])(
  'a link that works on %i devices (-1: any number) admits as many as without faults',
  async (places, expected) => {
    calm();
    await allowDevices(owner, places);
    for (let round = 0; round < ROUNDS; round += 1) {
      calm();
      const invited = await invite(owner, parameters.roomId);
      lose();
      const enter = (device: Device) => persist(() => redeem({ device, ...invited, enter: true }));
      expect(tally(await Promise.all(devices.map(enter)))).toEqual(expected);
    }
  },
);

test('of the links that are generated concurrently for one person, one works', async () => {
  const body = personBody();
  lose();
  const generate = () => call('generateInvitation', { parameters, token: owner, body });
  const answers = await atOnce(DEVICES, () => persist(generate));
  calm();
  expect(statuses(answers).every(status => [200, 201].includes(status))).toBe(true);
  const [device] = devices as [Device];
  const tried = await Promise.all(answers.map(({ body: { link } }) => redeem({ device, link })));
  expect(tally(tried)).toEqual({ lobby: 1, link_replaced: DEVICES - 1 });
});

test('concurrent requests with one Idempotency-Key get the same answer', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const body = { ...personBody(), sendEmail: true };
    const headers = { 'idempotency-key': randomUUID() };
    lose();
    const generate = () => call('generateInvitation', { parameters, token: owner, body, headers });
    const answers = await atOnce(DEVICES, () => persist(generate));
    calm();
    expect(statuses(answers)).toEqual([201]);
    expect(new Set(answers.map(answer => JSON.stringify(answer.body))).size).toBe(1);
  }
});

test('a batch that is retried until each row succeeds invites each person once', async () => {
  const invitations = Array.from({ length: 200 }, () => personBody());
  const headers = { 'idempotency-key': randomUUID() };
  lose();
  const batch = () =>
    call('generateInvitations', { parameters, token: owner, body: { invitations }, headers });
  let rows: { status: number; link: string }[];
  do rows = (await persist(batch)).body.results;
  while (rows.some(({ status }) => status === 503));
  calm();
  expect(new Set(rows.map(({ status }) => status))).toEqual(new Set([201]));
  const [device] = devices as [Device];
  const tried = await Promise.all(rows.map(({ link }) => redeem({ device, link })));
  expect(tally(tried)).toEqual({ lobby: 200 });
});

test('all concurrent requests for a fresh link are answered, and the mailed link admits one device', async () => {
  await allowDevices(owner, 1);
  const invited = await invite(owner, parameters.roomId);
  lose();
  const ask = () => call('requestLink', { body: { token: tokenOf(invited.link) } });
  expect(statuses(await atOnce(DEVICES, () => persist(ask)))).toEqual([202]);
  const invitation = await findInvitation({ site: 'demo', room: parameters.roomId, id: invited.id });
  if (invitation?.freshLink === undefined) throw new Error('no fresh link was made');
  const link = await linkUrl(origin, invitation, invitation.freshLink);
  const { email } = invited;
  const enter = (device: Device) => persist(() => redeem({ device, link, email, enter: true }));
  expect(tally(await Promise.all(devices.map(enter)))).toEqual({
    admitted: 1,
    link_used_on_another_device: DEVICES - 1,
  });
});
