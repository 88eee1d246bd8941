import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { reconcile } from '../../bin/support/reconcile.ts';
import { getItem, updateItem } from '../../functions/adapters/dynamodb/items.ts';
import { longLogin } from '../support/api.ts';
import { forget } from '../support/items.ts';
import { silenceLogs } from '../support/quiet.ts';
import { inMinutes, passMinutes, Scene } from '../support/scene.ts';
import { startWithEmptyTable } from '../support/stack.ts';
import { before, itemsOf, restored } from './support/tables.ts';

/** After a point-in-time restore, links that were ended since that moment remain ended. */

let owner: string;
let old: string;

beforeAll(() => silenceLogs());
beforeEach(async () => {
  vi.useRealTimers();
  await startWithEmptyTable();
  old = process.env.TABLE_NAME ?? '';
  owner = await longLogin('owner', { scope: 'rooms:write site:admin' });
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Makes `table` the stage's table. */
function switchTo(table: string): void {
  process.env.TABLE_NAME = table;
}

const run = (dryRun = false) => reconcile({ old, rate: 1000, dryRun });
const outcomeOf = async (scene: Scene, link = scene.invited.link) => {
  const { body } = await scene.visit({ link });
  return body.code ?? body.state;
};
const NOTHING = { deleted: 0, revoked: 0, nearer: 0, replaced: 0, unclear: 0, damaged: 0 };
/** The counts in the lines that a run returns, by name. */
const countsOf = (lines: string[]) => {
  const names = Object.keys(NOTHING);
  return Object.fromEntries(lines.map((line, index) => [names[index], Number(line.split(': ').at(-1))]));
};

test('links that were ended after the restore point do not work in the restored table, and the newest links do', async () => {
  const scenes = await Promise.all(
    Array.from({ length: 7 }, () => Scene.set(owner, {}, { expiresAt: inMinutes(600) })),
  );
  const [untouched, revoked, again, refreshed, deleted, reopened, shortened] = scenes as [
    Scene,
    Scene,
    Scene,
    Scene,
    Scene,
    Scene,
    Scene,
  ];
  const first = scenes.map(({ invited }) => invited.link);
  const table = await restored(old);

  passMinutes(1);
  await revoked.manage('revokeInvitation');
  await again.inviteAgain();
  await refreshed.requestLink();
  const fresh = await refreshed.freshLink();
  await refreshed.enter({ link: fresh ?? '' });
  await deleted.deleteRoom();
  await reopened.deleteRoom();
  await reopened.move({});
  await reopened.inviteAgain();
  await shortened.manage('changeInvitation', { expiresAt: inMinutes(5) });
  passMinutes(10);

  switchTo(table);
  const counted = await run(true);
  // A dry run changes nothing: the revoked link works again, as at the moment of the restore.
  expect(await outcomeOf(revoked)).toBe('lobby');
  const said = await run();
  expect(said).toEqual(counted);
  expect(countsOf(said)).toEqual({ ...NOTHING, deleted: 2, revoked: 1, nearer: 1, replaced: 3 });
  for (const { invited } of scenes) expect(said.join()).not.toContain(invited.email);

  expect(await Promise.all(scenes.map((scene, index) => outcomeOf(scene, first[index])))).toEqual([
    'lobby',
    'invitation_revoked',
    'link_replaced',
    'link_replaced',
    'room_deleted',
    'room_deleted',
    'link_expired',
  ]);
  expect(await outcomeOf(untouched)).toBe('lobby');
  expect(await outcomeOf(again)).toBe('lobby');
  expect(await outcomeOf(refreshed, fresh)).toBe('open');
  expect(await outcomeOf(reopened)).toBe('lobby');

  const afterwards = await itemsOf(table);
  expect(countsOf(await run())).toEqual(NOTHING);
  expect(await itemsOf(table)).toEqual(afterwards);
});

test('if another request changes the restored table meanwhile, the command decides again and overwrites nothing', async () => {
  const scene = await Scene.set(owner);
  const table = await restored(old);
  passMinutes(1);
  await scene.manage('revokeInvitation');
  switchTo(table);
  before('PutItemCommand', async () => {
    passMinutes(1);
    await scene.inviteAgain();
  });
  expect(countsOf(await run())).toEqual(NOTHING);
  expect(await outcomeOf(scene)).toBe('lobby');
});

test('an invitation that is deleted from the restored table meanwhile is not restored', async () => {
  const scene = await Scene.set(owner);
  const table = await restored(old);
  passMinutes(1);
  await scene.manage('revokeInvitation');
  switchTo(table);
  before('PutItemCommand', () => forget(scene.key));
  await run();
  expect(await getItem(scene.key)).toBeUndefined();
});

test('after the switch a second run ends the links that were ended between the first run and the switch', async () => {
  const [revoked, entered] = [await Scene.set(owner), await Scene.set(owner)];
  const table = await restored(old);
  switchTo(table);
  expect(countsOf(await run())).toEqual(NOTHING);
  switchTo(old);
  passMinutes(1);
  await revoked.manage('revokeInvitation');
  switchTo(table);
  passMinutes(1);
  await entered.enter();
  await revoked.enter();
  expect(countsOf(await run())).toEqual({ ...NOTHING, revoked: 1 });
  expect(await outcomeOf(revoked)).toBe('invitation_revoked');
  expect(await outcomeOf(entered)).toBe('open');
});

test('if it is unclear which of two links is the later, neither works', async () => {
  const scene = await Scene.set(owner);
  const { link } = scene.invited;
  const table = await restored(old);
  passMinutes(1);
  await scene.requestLink();
  const there = (await scene.freshLink()) ?? '';
  await scene.enter({ link: there });
  switchTo(table);
  passMinutes(1);
  await scene.enter({ link });
  expect(countsOf(await run())).toEqual({ ...NOTHING, unclear: 1 });
  expect([await outcomeOf(scene, link), await outcomeOf(scene, there)]).toEqual([
    'invitation_revoked',
    'invitation_revoked',
  ]);
  expect((await scene.stored()).changedBy).toEqual({ id: 'operations', name: 'Operations' });
  expect(countsOf(await run())).toEqual(NOTHING);
});

test('a damaged invitation in the old table is counted, and the restored one is left unchanged', async () => {
  const scene = await Scene.set(owner);
  const table = await restored(old);
  await updateItem(scene.key, e => ({ remove: [e.name('linkId'), e.name('devices')] }));
  switchTo(table);
  expect(countsOf(await run())).toEqual({ ...NOTHING, damaged: 1 });
  expect(await outcomeOf(scene)).toBe('lobby');
});
