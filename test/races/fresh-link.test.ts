import { beforeAll, expect, test } from 'vitest';
import { findInvitation } from '../../functions/adapters/dynamodb/invitations.ts';
import { linkUrl } from '../../functions/adapters/links.ts';
import { call, redeem, session, tokenOf } from '../support/api.ts';
import { DatabaseMeter } from '../support/database.ts';
import { Device } from '../support/device.ts';
import { FULL } from '../support/full.ts';
import { atOnce, type Invited, invite, startWithRoom, tally } from '../support/ground.ts';
import { origin } from '../support/stack.ts';

const ROUNDS = FULL ? 10 : 4;
const DEVICES = 20;
const roomId = 'fresh';
let owner: string;
let devices: Device[];
let before: Device;

beforeAll(async () => {
  ({ owner } = await startWithRoom(roomId));
  devices = await atOnce(DEVICES, () => Device.create());
  before = await Device.create();
});

const requestLink = (link: string) => call('requestLink', { body: { token: tokenOf(link) } });

/** The mailed link. */
async function freshLinkOf({ id }: Invited): Promise<string> {
  const invitation = await findInvitation({ site: 'demo', room: roomId, id });
  if (invitation?.freshLink === undefined) throw new Error('no fresh link was made');
  return linkUrl(origin, invitation, invitation.freshLink);
}

test('exactly one of several devices enters by a fresh link, and the old link no longer works', {
  timeout: 300_000,
}, async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const invited = await invite(owner, roomId);
    const { email, link: oldLink } = invited;
    const entered = await redeem({ device: before, ...invited, enter: true });
    expect((await requestLink(oldLink)).status).toBe(202);
    const link = await freshLinkOf(invited);
    expect((await redeem({ device: before, link: oldLink, enter: true })).body.state).toBe('admitted');

    const answers = await Promise.all(devices.map(device => redeem({ device, link, email, enter: true })));
    expect(tally(answers)).toEqual({ admitted: 1, link_used_on_another_device: DEVICES - 1 });
    const again = await redeem({ device: before, link: oldLink, enter: true });
    expect(again.body.code).toBe('link_replaced');
    expect((await session(before, entered.body.ticket)).body.code).toBe('link_replaced');
  }
  console.log(`${ROUNDS} fresh links raced by ${DEVICES} devices: one admitted each time`);
});

test('if the old link and the fresh one are first used concurrently, only the fresh one works in the end', {
  timeout: 300_000,
}, async () => {
  const winners = { both: 0, freshOnly: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    const invited = await invite(owner, roomId);
    await requestLink(invited.link);
    const link = await freshLinkOf(invited);
    const [old, fresh] = await Promise.all([
      redeem({ device: before, ...invited, enter: true }),
      redeem({ device: devices[0] as Device, ...invited, link, enter: true }),
    ]);
    expect(fresh.body.state).toBe('admitted');
    expect(['admitted', 'link_replaced']).toContain(old.body.state ?? old.body.code);
    winners[old.status === 200 ? 'both' : 'freshOnly'] += 1;
    expect((await redeem({ device: before, ...invited, enter: true })).body.code).toBe('link_replaced');
  }
  console.log(`${ROUNDS} times the old against the fresh link: ${JSON.stringify(winners)}`);
});

test('many concurrent requests for a fresh link queue one mail', async () => {
  const { link } = await invite(owner, roomId);
  const meter = new DatabaseMeter();
  const answers = await atOnce(20, () => requestLink(link));
  expect(tally(answers)).toEqual({ 202: 20 });
  expect(meter.take()).toMatchObject({ writes: 1 });
});
