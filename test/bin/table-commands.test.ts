import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { getItem } from '../../functions/adapters/dynamodb/items.ts';
import { readSettings } from '../../lib/settings.ts';
import { localAws } from '../../local/aws/client.ts';
import { secretIds } from '../../local/aws/secrets.ts';
import type { LoopbackServer } from '../../local/support/loopback.ts';
import { longLogin } from '../support/api.ts';
import { ACCOUNT, startCloudFormation } from '../support/cloud-formation.ts';
import { silenceLogs } from '../support/quiet.ts';
import { Scene } from '../support/scene.ts';
import { startWithEmptyTable } from '../support/stack.ts';
import { restored, setTtl } from './support/tables.ts';

/** Runs the commands that scan a table as an operator does. */

// The commands look for the table in the region of the stage's settings, so the tests create it there.
localAws.region = readSettings('example').region;
const place = `On example (account ${ACCOUNT}, eu-central-1)`;
let cloudFormation: LoopbackServer;
let table: string;
let scene: Scene;

beforeAll(async () => {
  silenceLogs();
  await startWithEmptyTable();
  table = process.env.TABLE_NAME ?? '';
  cloudFormation = await startCloudFormation({ TableName: table, LinkKeysSecret: secretIds.linkKeys });
});
beforeEach(async () => {
  scene = await Scene.set(await longLogin('owner', { scope: 'rooms:write site:admin' }));
});
afterAll(() => cloudFormation.stop());

async function command(
  name: string,
  ...args: string[]
): Promise<{ stdout: string; stderr: string; code?: number }> {
  const env = {
    ...process.env,
    TABLE_NAME: '',
    AWS_ACCESS_KEY_ID: localAws.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: localAws.credentials.secretAccessKey,
    AWS_ENDPOINT_URL_CLOUDFORMATION: `http://127.0.0.1:${cloudFormation.port}`,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: inject('aws'),
  };
  return promisify(execFile)(process.execPath, [`bin/${name}.ts`, ...args], { env }).catch(error => error);
}

test('correct-ttl corrects the stage’s table, and with --dry-run only counts', async () => {
  const { key } = scene;
  const ttl = (await getItem(key))?.ttl;
  await setTtl(table, key, 1);
  const counted = await command('correct-ttl', '--stage', 'example', '--dry-run');
  expect(counted).toMatchObject({ stderr: '' });
  expect(counted.stdout).toMatch(/ invitations: 1 corrected, and 0 history entries\n$/);
  expect(counted.stdout).toContain(`${place}, only counting:\n`);
  expect((await getItem(key))?.ttl).toBe(1);
  expect((await command('correct-ttl', '--stage', 'example')).stdout).toContain(`${place}:\n`);
  expect((await getItem(key))?.ttl).toBe(ttl);
});

test('reconcile compares the two given tables, and prints no personal data', async () => {
  const copy = await restored(table);
  await scene.manage('revokeInvitation');
  const tables = ['--old', table, '--restored', copy];
  const { stdout, stderr } = await command('reconcile', '--stage', 'example', ...tables);
  expect(stderr).toBe('');
  expect(stdout).toContain(`${place}:\nrooms deleted: 0\ninvitations revoked: 1\n`);
  expect(stdout).not.toContain(scene.invited.email);
  const again = await command('reconcile', '--stage', 'example', ...tables);
  expect(again.stdout).toContain('invitations revoked: 0\n');
});

test('reissue finds the keys by the stage’s outputs, and leaves links whose key still verifies', async () => {
  const { stdout, stderr } = await command('reissue', '--stage', 'example');
  expect(stderr).toBe('');
  expect(stdout).toContain(`${place}:\n`);
  expect(stdout).toMatch(/^\d+ invitations: 0 with a new link/m);
});

test.each([
  ['no stage', 'correct-ttl', [], "error: required option '--stage <stage>' not specified"],
  [
    'one table twice',
    'reconcile',
    ['--old', 'a', '--restored', 'a'],
    '--old and --restored must be different tables.',
  ],
  ['no old table', 'reconcile', ['--restored', 'a'], "error: required option '--old <table>' not specified"],
  [
    'a table that does not exist',
    'reconcile',
    ['--old', 'old-table', '--restored', 'restored-table'],
    'non-existent table',
  ],
  ['a rate of nothing', 'reissue', ['--rate', '0'], 'must be a number from 1 to 1000.'],
])('%s is refused in one line', async (_, name, args, reason) => {
  const stage = reason.includes('--stage') ? [] : ['--stage', 'example'];
  const { stderr, code } = await command(name, ...stage, ...args);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^[^\n]+\n$/);
  expect(stderr).toContain(reason);
});
