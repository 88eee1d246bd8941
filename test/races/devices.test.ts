import { beforeAll, expect, test } from 'vitest';
import { redeem } from '../support/api.ts';
import { DatabaseMeter } from '../support/database.ts';
import { Device } from '../support/device.ts';
import { allowDevices, atOnce, type Invited, invite, loginOwner, putRoom, tally } from '../support/ground.ts';
import { silenceLogs } from '../support/quiet.ts';
import { startWithEmptyTable } from '../support/stack.ts';

const DEVICES = 200;
const roomId = 'race';
let owner: string;
let devices: Device[];

beforeAll(async () => {
  silenceLogs();
  await startWithEmptyTable();
  owner = await loginOwner();
  await putRoom(owner, roomId);
  devices = await atOnce(DEVICES, () => Device.create());
});

/** All devices enter through one link at once, round after round, each time as somebody else. */
async function race(rounds: number, check: (outcomes: Record<string, number>, who: Invited) => unknown) {
  const meter = new DatabaseMeter();
  let refused = 0;
  for (let round = 0; round < rounds; round += 1) {
    const invited = await invite(owner, roomId);
    meter.take();
    const answers = await Promise.all(devices.map(device => redeem({ device, ...invited, enter: true })));
    refused += meter.take().refused;
    await check(tally(answers), invited);
  }
  return `${rounds} rounds of ${DEVICES} devices, ${refused} writes lost the race`;
}

test('of 200 devices on one link exactly one is admitted, 50 times over', { timeout: 90_000 }, async () => {
  const figures = await race(50, outcomes =>
    expect(outcomes).toEqual({ admitted: 1, link_used_on_another_device: DEVICES - 1 }),
  );
  console.log(`one place: ${figures}`);
});

test('where a link works on three devices, exactly three of 200 are admitted', {
  timeout: 30_000,
}, async () => {
  await allowDevices(owner, 3);
  const figures = await race(5, outcomes =>
    expect(outcomes).toEqual({ admitted: 3, link_used_on_another_device: DEVICES - 3 }),
  );
  console.log(`three places: ${figures}`);
});

test('where a link works on any number of devices, all 200 are admitted', { timeout: 30_000 }, async () => {
  await allowDevices(owner, -1);
  const figures = await race(5, outcomes => expect(outcomes).toEqual({ admitted: DEVICES }));
  console.log(`any number: ${figures}`);
});
