import type { ServiceInputTypes } from '@aws-sdk/client-dynamodb';
import { beforeAll, expect, test } from 'vitest';
import { dynamodb } from '../../functions/adapters/dynamodb/client.ts';
import { handler } from '../../functions/record-changes.ts';
import { keys } from '../../functions/table.ts';
import { call, redeem } from '../support/api.ts';
import { Device } from '../support/device.ts';
import { invite, loginOwner, putRoom } from '../support/ground.ts';
import { silenceLogs } from '../support/quiet.ts';
import { startWithEmptyTable } from '../support/stack.ts';
import { changesOf } from '../support/stream.ts';

const roomId = 'room';
let streamArn: string;
let token: string;
let units = 0;

beforeAll(async () => {
  silenceLogs();
  streamArn = await startWithEmptyTable();
  token = await loginOwner();
  await putRoom(token, roomId);
});

/** DynamoDB Local does not charge transactions double, as AWS does. */
function countUnits(): void {
  dynamodb().middlewareStack.add(
    next => args => {
      const input: ServiceInputTypes = args.input;
      units += 'TransactItems' in input ? 2 * (input.TransactItems?.length ?? 0) : 1;
      return next(args);
    },
    { step: 'initialize' },
  );
}

test('to follow a change writes 1 unit, and 4 for a generation, which is counted too', async () => {
  const { id, ...invited } = await invite(token, roomId);
  await redeem({ device: await Device.create(), ...invited, enter: true });
  const parameters = { roomId, id };
  await call('promoteInvitation', { parameters, token, body: { role: 'viewer' } });
  await call('revokeInvitation', { parameters, token });
  const { sk } = keys.invitation('demo', roomId, id);
  const changes = (await changesOf(streamArn)).filter(({ dynamodb }) => dynamodb?.Keys?.sk?.S === sk);

  countUnits();
  const costs: number[] = [];
  for (const change of changes) {
    units = 0;
    expect(await handler({ Records: [change] })).toEqual({ batchItemFailures: [] });
    costs.push(units);
  }
  expect(costs).toEqual([4, 1, 1, 1]);
});
