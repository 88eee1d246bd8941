import type { ServiceInputTypes } from '@aws-sdk/client-dynamodb';
import { beforeAll, expect, test } from 'vitest';
import { dynamodb } from '../../functions/adapters/dynamodb/client.ts';
import { keys } from '../../functions/adapters/dynamodb/table.ts';
import { handler } from '../../functions/triggers/record-changes.ts';
import { call, redeem } from '../support/api.ts';
import { Device } from '../support/device.ts';
import { invite, startWithRoom } from '../support/ground.ts';
import { changesOf } from '../support/stream.ts';

const roomId = 'room';
let streamArn: string;
let token: string;
let units = 0;

beforeAll(async () => {
  ({ owner: token, streamArn } = await startWithRoom(roomId));
});

/**
 * Counts an item as one unit, as each is under 1 KiB. DynamoDB Local does not charge transactions double, as AWS
 * does.
 */
function countUnits(): void {
  dynamodb().middlewareStack.add(
    next => args => {
      units += unitsOf(args.input);
      return next(args);
    },
    { step: 'initialize' },
  );
}

function unitsOf(input: ServiceInputTypes): number {
  if ('TransactItems' in input) return 2 * (input.TransactItems?.length ?? 0);
  if (!('RequestItems' in input)) return 1;
  return Object.values(input.RequestItems ?? {}).flat().length;
}

test('processing a change costs 1 write unit, and 2 for a generation, which is counted too', async () => {
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
  expect(costs).toEqual([2, 1, 1, 1]);
});
