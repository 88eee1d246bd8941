import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import settings from './config/emulator.json' with { type: 'json' };
import { call, emulator, login } from './support/deployed.ts';
import { STAGE } from './support/emulator.ts';
import { run } from './support/run.ts';
import { tool } from './support/tools.ts';

const ROOM = '/v1/rooms/restored';

async function generate(email: string): Promise<string> {
  const body = { email, firstName: 'Ada', lastName: 'Byron', role: 'speaker' };
  const answer = await call(`POST ${ROOM}/invitations`, { login: await login({ sub: 'owner' }), body });
  expect(answer.status).toBe(201);
  return answer.body.invitation.id;
}

const statusOf = async (id: string): Promise<number> =>
  (await call(`GET ${ROOM}/invitations/${id}`, { login: await login({ sub: 'owner' }) })).status;

const revoke = async (id: string): Promise<void> => {
  const answer = await call(`POST ${ROOM}/invitations/${id}/revoke`, {
    login: await login({ sub: 'owner' }),
  });
  expect(answer.status).toBe(200);
};

type RestoredTable = { tableArn: string; streamArn: string };
const path = () => `${tool('aws').replace('/aws', '')}:${emulator.env.PATH}`;
const bash = (...lines: string[]): Promise<string> =>
  run('bash', ['-c', ['set -euo pipefail', ...lines].join('\n')], { ...emulator.env, PATH: path() });

/** The commands of docs/restore.md under "How", verbatim. */
async function commands(): Promise<string[]> {
  const page = await readFile('docs/restore.md', 'utf8');
  const [, how = ''] = /^## How$(.*?)^## /ms.exec(page) ?? [];
  const [variables, ...blocks] = [...how.matchAll(/^ *```sh\n(.*?)^ *```/gms)].map(([, block]) => block);
  expect(variables).toContain('STAGE=');
  expect(blocks).toHaveLength(5);
  return blocks as string[];
}

/** Runs the page's commands. @returns the value for the settings file */
async function restore(moment: string): Promise<RestoredTable> {
  const output = await bash(`STAGE=${STAGE}`, `MOMENT=${moment}`, ...(await commands()));
  // The last command prints this value.
  return JSON.parse(output.slice(output.lastIndexOf('\n{')));
}

/** Runs the command that the page repeats after the switch. */
async function reconcile(old: string, restored: string): Promise<string> {
  const [command = ''] = (await commands()).filter(block => block.includes('npm run reconcile'));
  return bash(`STAGE=${STAGE}`, `TABLE=${old}`, `RESTORED=${restored}`, command);
}

test('after a point-in-time restore and the switch to the restored table, revoked invitations are still revoked', async () => {
  const room = { title: 'Cell biology', ownerId: 'owner', chatAndCollaboration: true };
  await call(`PUT ${ROOM}`, { login: await login({ sub: 'backend', scope: 'rooms:write' }), body: room });
  const kept = await generate('kept@example.edu');
  const revoked = await generate('revoked@example.edu');
  const { TableName: old = '' } = await emulator.outputs('data');

  const restoredTable = await restore(new Date().toISOString());
  await revoke(revoked);
  const undone = await generate('undone@example.edu');
  const folder = await mkdtemp(join(tmpdir(), 'roompass-config-'));
  await writeFile(join(folder, `${STAGE}.json`), JSON.stringify({ ...settings, restoredTable }));
  await emulator.deploy({ ROOMPASS_CONFIG: folder });
  await rm(folder, { recursive: true });

  const { TableName: restored = '' } = await emulator.outputs('data');
  expect(restoredTable.tableArn.endsWith(`/${restored}`)).toBe(true);
  expect(await reconcile(old, restored)).toContain('invitations revoked: 1\n');
  const { body } = await call(`GET ${ROOM}/invitations/${revoked}`, { login: await login({ sub: 'owner' }) });
  expect(body.status).toBe('revoked');
  expect(await reconcile(old, restored)).toContain('invitations revoked: 0\n');
  expect([await statusOf(kept), await statusOf(undone)]).toEqual([200, 404]);
  expect(await statusOf(await generate('later@example.edu'))).toBe(200);
});
