import { beforeAll, expect, test } from 'vitest';
import { dynamodb } from '../../functions/adapters/dynamodb/client.ts';
import { redeem } from '../support/api.ts';
import { Device } from '../support/device.ts';
import { allowDevices, atOnce, invite, loginOwner, putRoom, tally } from '../support/ground.ts';
import { silenceLogs } from '../support/quiet.ts';
import { startWithEmptyTable } from '../support/stack.ts';
test('x', {timeout: 60000}, async () => {
  silenceLogs();
  await startWithEmptyTable();
  const owner = await loginOwner();
  await putRoom(owner, 'r');
  const devices = await atOnce(200, () => Device.create());
  let phases: number[] = [];
  dynamodb().middlewareStack.add((next, ctx) => async args => {
    const t = performance.now();
    try { return await next(args); } catch (e) { if ((e as Error).name === 'ValidationException') console.log((e as Error).message, JSON.stringify(args.input)); throw e; }
    finally { phases.push(performance.now() - t); }
  }, { step: 'initialize' });
  for (let i = 0; i < 0; i++) {
    const w = await invite(owner, 'r');
    phases = [];
    const t = performance.now(); const c = process.cpuUsage();
    const p = await Promise.all(devices.map(d => d.proof('http://x/y')));
    const t2 = performance.now();
    const a = await Promise.all(devices.map(device => redeem({ device, ...w, enter: true })));
    const d = process.cpuUsage(c);
    console.log(tally(a), 'sign', t2 - t, 'all', performance.now() - t2, 'cpu', (d.user + d.system) / 1000, phases.length, phases.reduce((x, y) => x + y, 0) / phases.length);
  }
  await allowDevices(owner, -1);

  const w = await invite(owner, 'r');

  const { GetItemCommand, UpdateItemCommand } = await import('@aws-sdk/client-dynamodb');
  const M = Object.fromEntries((await atOnce(1000, async () => (await import('node:crypto')).randomBytes(32).toString('base64url'))).map(t => [t, { S: new Date().toISOString() }]));
  await dynamodb().send(new UpdateItemCommand({ TableName: process.env.TABLE_NAME!, Key: { pk: { S: 'ROOM#demo#r' }, sk: { S: 'INVITATION#' + w.id } }, UpdateExpression: 'SET devices = :d', ExpressionAttributeValues: { ':d': { M } } }));
  for (let i = 0; i < 8; i++) {
    console.log(tally([await redeem({ device: await Device.create(), ...w, enter: true })]));
    const { Item } = await dynamodb().send(new GetItemCommand({ TableName: process.env.TABLE_NAME!, Key: { pk: { S: 'ROOM#demo#r' }, sk: { S: 'INVITATION#' + w.id } } }));
    console.log(Object.keys(Item!.devices!.M!).length);
  }
});
