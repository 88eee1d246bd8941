import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { beforeAll, expect, test } from 'vitest';
import { dynamodb, tableName } from '../../functions/adapters/dynamodb/client.ts';
import { keys } from '../../functions/table.ts';
import { call, redeem } from '../support/api.ts';
import { DatabaseMeter } from '../support/database.ts';
import { Device } from '../support/device.ts';
import { allowDevices, atOnce, invite, loginOwner, persist, putRoom, tally } from '../support/ground.ts';
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
}, 60_000);

/** All devices enter through one link at once, round after round, each round as somebody else. */
async function race({ rounds, expected }: { rounds: number; expected: Record<string, number> }) {
  const meter = new DatabaseMeter();
  const startedAt = performance.now();
  for (let round = 0; round < rounds; round += 1) {
    const invited = await invite(owner, roomId);
    const enter = (device: Device) => persist(() => redeem({ device, ...invited, enter: true }));
    expect(tally(await Promise.all(devices.map(enter)))).toEqual(expected);
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const { writes, refused } = meter.take();
  console.log(
    `${rounds} rounds of ${DEVICES} devices in ${seconds} s: each time ${JSON.stringify(expected)}; ` +
      `writes: ${writes} made, ${refused} came too late`,
  );
}

test('of 200 devices on one link exactly one is admitted, 50 times over', { timeout: 600_000 }, () =>
  race({ rounds: 50, expected: { admitted: 1, link_used_on_another_device: DEVICES - 1 } }),
);

test('where a link works on three devices exactly three of 200 are admitted', {
  timeout: 300_000,
}, async () => {
  await allowDevices(owner, 3);
  await race({ rounds: 3, expected: { admitted: 3, link_used_on_another_device: DEVICES - 3 } });
});

test('where a link works on any number of devices all 200 are admitted', { timeout: 300_000 }, async () => {
  await allowDevices(owner, -1);
  await race({ rounds: 3, expected: { admitted: DEVICES } });
});

test('after a rush on a link for any number of devices the next one still enters, and 50 are remembered in the end', async () => {
  await allowDevices(owner, -1);
  const invited = await invite(owner, roomId);
  const rush = Array.from({ length: 400 }, (_, index) => [
    `${index}`.padEnd(43, '-'),
    new Date(0).toISOString(),
  ]);
  await dynamodb().send(
    new UpdateItemCommand({
      TableName: tableName(),
      Key: marshall(keys.invitation('demo', roomId, invited.id)),
      UpdateExpression: 'SET devices = :rush',
      ExpressionAttributeValues: marshall({ ':rush': Object.fromEntries(rush) }),
    }),
  );
  for (const device of devices.slice(0, 10))
    expect((await redeem({ device, ...invited, enter: true })).body.state).toBe('admitted');
  const parameters = { roomId, id: invited.id };
  const { body } = await call('getInvitation', { parameters, token: owner });
  expect(body.devices).toEqual({ used: 50, max: -1 });
});

test('a device that enters many times at once takes one place', async () => {
  await allowDevices(owner, 2);
  const invited = await invite(owner, roomId);
  const [first, second] = devices;
  if (first === undefined || second === undefined) throw new Error('there are devices');
  const answers = await atOnce(30, () => redeem({ device: first, ...invited, enter: true }));
  expect(tally(answers)).toEqual({ admitted: 30 });
  expect((await redeem({ device: second, ...invited, enter: true })).body.state).toBe('admitted');
});
