import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { hourOf } from '../../domain/generate.ts';
import { updateItem } from '../../functions/adapters/dynamodb/items.ts';
import { keys } from '../../functions/adapters/dynamodb/table.ts';
import { login } from '../support/api.ts';
import { DatabaseMeter } from '../support/database.ts';
import { fillRoom } from '../support/fill.ts';
import { FULL } from '../support/full.ts';
import { invite, loginOwner, putRoom } from '../support/ground.ts';
import { launchByForm } from '../support/kaf.ts';
import { silenceLogs } from '../support/quiet.ts';
import { startWithEmptyTable } from '../support/stack.ts';
import { type Measured, measureOperations } from './operations.ts';

const roomId = 'costly';
const READ = { reads: 1, writes: 0, refused: 0, readUnits: 2, writeUnits: 0 };
const READ_AND_WRITE = { ...READ, writes: 1, writeUnits: 1 };
const NOTHING = { ...READ, reads: 0, readUnits: 0 };
/**
 * Includes the idempotency record and the read of the stored invitation. DynamoDB Local reports 0 read units for
 * items that do not exist (AWS charges 1 each), and 2 write units for a transaction of two items (AWS charges 4).
 */
const WITH_KEY = { ...READ_AND_WRITE, writeUnits: 2 };

/**
 * The costs of docs/contract.md#5-cost-of-a-call, including those that follow from it. The list's cost depends on its page: see
 * below.
 */
const expected: Record<string, { status: number } & typeof READ> = {
  generate: { status: 201, ...READ_AND_WRITE },
  'generate again': { status: 200, ...READ_AND_WRITE },
  'generate with mail': { status: 201, ...READ_AND_WRITE },
  'generate with a key': { status: 201, ...WITH_KEY },
  'generate with a key, repeated': { status: 201, ...READ, readUnits: 4 },
  'redeem: waiting': { status: 200, ...READ },
  'redeem: waiting, typed': { status: 200, ...READ_AND_WRITE },
  'redeem: lobby': { status: 200, ...READ },
  'redeem: wrong address': { status: 403, ...READ_AND_WRITE },
  'redeem: open, typed': { status: 200, ...READ_AND_WRITE },
  'redeem: first entry, typed': { status: 200, ...READ_AND_WRITE },
  'redeem: open, bound device': { status: 200, ...READ },
  'redeem: re-entry': { status: 200, ...READ },
  'redeem: another device, typed': { status: 409, ...READ_AND_WRITE },
  session: { status: 200, ...READ },
  'launch form': { status: 200, ...READ_AND_WRITE, reads: 0, readUnits: 0 },
  'redeem: open, login': { status: 200, ...READ },
  'redeem: first entry, login': { status: 200, ...READ_AND_WRITE },
  promote: { status: 200, ...READ_AND_WRITE },
  'promote, same role': { status: 200, ...READ },
  change: { status: 200, ...READ_AND_WRITE },
  revoke: { status: 200, ...READ_AND_WRITE },
  'revoke again': { status: 200, ...READ },
  'forged token': { status: 404, ...NOTHING },
};

let meter: DatabaseMeter;
let owner: string;
let guest: { token: string; email: string };

beforeAll(async () => {
  silenceLogs();
  await startWithEmptyTable();
  owner = await loginOwner();
  guest = { token: await login({ sub: 'guest' }), email: 'guest@demo.test' };
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  await putRoom(owner, roomId);
  await launchByForm();
  const count = keys.hourlyCount('demo', 'owner', hourOf(new Date().toISOString()));
  await updateItem(count, e => ({ set: e.assign({ made: 1 }) }));
  meter = new DatabaseMeter();
  await measureOperations(meter, { owner, guest, roomId });
}, 60_000);

afterAll(() => {
  vi.useRealTimers();
});

test.each([10, FULL ? 10_000 : 1000])(
  'each operation costs what the contract says with %i invitations in the room',
  { timeout: 300_000 },
  async count => {
    await fillRoom(roomId, await invite(owner, roomId), count);
    const measured = await measureOperations(meter, { owner, guest, roomId });
    const table = measured.map(({ name, ...usage }) => [name, usage] as const);
    console.log(figures(`${count} invitations in the room`, measured));
    const { list, ...others } = Object.fromEntries(table);
    expect(others).toEqual(expected);
    expect(list).toMatchObject({ status: 200, reads: 2, writes: 0 });
    const pageKiB = 50;
    expect(list?.readUnits).toBeLessThanOrEqual(1 + pageKiB / 4);
  },
);

test('docs/costs.md has the units of each operation', async () => {
  const page = await readFile('docs/costs.md', 'utf8');
  const rows = Object.entries(expected).map(
    ([name, { readUnits, writeUnits }]) => `| ${name} | ${readUnits} | ${writeUnits} |\n`,
  );
  expect(page).toContain(`\n${rows.join('')}\n`);
});

function figures(title: string, measured: Measured[]): string {
  const lines = measured.map(({ name, reads, writes, readUnits, writeUnits }) =>
    [name.padEnd(32), ...[reads, readUnits, writes, writeUnits].map(each => `${each}`.padStart(6))].join(''),
  );
  const head = [title.padEnd(32), ...['reads', 'units', 'writes', 'units'].map(each => each.padStart(6))];
  return [head.join(''), ...lines].join('\n');
}
