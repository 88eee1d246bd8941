import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { beforeAll, expect, test } from 'vitest';
import { dynamodb, tableName } from '../../functions/adapters/dynamodb/client.ts';
import { keys } from '../../functions/adapters/dynamodb/table.ts';
import { call, redeem } from '../support/api.ts';
import { DatabaseMeter } from '../support/database.ts';
import { Device } from '../support/device.ts';
import { FULL } from '../support/full.ts';
import { allowDevices, atOnce, invite, persist, startWithRoom, tally } from '../support/ground.ts';

const DEVICES = 200;
const FEW = FULL ? 3 : 1;
const roomId = 'race';
let owner: string;
let devices: Device[];

beforeAll(async () => {
  ({ owner } = await startWithRoom(roomId));
  devices = await atOnce(DEVICES, () => Device.create());
}, 60_000);

/** In each round, all devices enter through one new link at once. */
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

test('of 200 devices on one link exactly one is admitted, round after round', { timeout: 600_000 }, () =>
  race({ rounds: FULL ? 50 : 4, expected: { admitted: 1, link_used_on_another_device: DEVICES - 1 } }),
);

test('if a link works on three devices, exactly three of 200 are admitted', {
  timeout: 300_000,
}, async () => {
  await allowDevices(owner, 3);
  await race({ rounds: FEW, expected: { admitted: 3, link_used_on_another_device: DEVICES - 3 } });
});

test('if a link works on any number of devices, all 200 are admitted', { timeout: 300_000 }, async () => {
  await allowDevices(owner, -1);
  await race({ rounds: FEW, expected: { admitted: DEVICES } });
});

test('an invitation that an earlier release filled with devices admits others without remembering them, and can be revoked', async () => {
  await allowDevices(owner, -1);
  const invited = await invite(owner, roomId);
  // 390 kB; the limit of a DynamoDB item is 400 KB.
  const rush = Array.from({ length: 5700 }, (_, index) => [
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
  const revoked = await call('revokeInvitation', { parameters, token: owner });
  expect(revoked).toMatchObject({ status: 200, body: { status: 'revoked', devices: { used: 0 } } });
  expect(await call('revokeInvitation', { parameters, token: owner })).toMatchObject({ body: revoked.body });
  const [device] = devices as [Device];
  expect((await redeem({ device, ...invited, enter: true })).body.code).toBe('invitation_revoked');
});

test('a device that enters several times concurrently takes one place', async () => {
  await allowDevices(owner, 2);
  const invited = await invite(owner, roomId);
  const [first, second] = devices;
  if (first === undefined || second === undefined) throw new Error('there are devices');
  const answers = await atOnce(30, () => redeem({ device: first, ...invited, enter: true }));
  expect(tally(answers)).toEqual({ admitted: 30 });
  expect((await redeem({ device: second, ...invited, enter: true })).body.state).toBe('admitted');
});
