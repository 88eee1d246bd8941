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

/** The commands of docs/restore.md under "How", word for word, up to what goes into the settings file. */
async function restore(moment: string): Promise<typeof settings & { restoredTable: object }> {
  const page = await readFile('docs/restore.md', 'utf8');
  const [, how = ''] = /^## How$(.*?)^## /ms.exec(page) ?? [];
  const [variables, ...blocks] = [...how.matchAll(/^ *```sh\n(.*?)^ *```/gms)].map(([, block]) => block);
  expect(variables).toContain('STAGE=');
  expect(blocks).toHaveLength(4);
  const script = ['set -euo pipefail', `STAGE=${STAGE}`, `MOMENT=${moment}`, ...blocks].join('\n');
  const path = `${tool('aws').replace('/aws', '')}:${emulator.env.PATH}`;
  const output = await run('bash', ['-c', script], { ...emulator.env, PATH: path });
  // What is asked for last is printed last.
  return { ...settings, restoredTable: JSON.parse(output.slice(output.lastIndexOf('\n{'))) };
}

test('the table is restored as it was at a moment, and the stage goes over to it', async () => {
  const room = { title: 'Cell biology', ownerId: 'owner', chatAndCollaboration: true };
  await call(`PUT ${ROOM}`, { login: await login({ sub: 'backend', scope: 'rooms:write' }), body: room });
  const kept = await generate('kept@example.edu');
  const { TableName: old } = await emulator.outputs('data');

  const restored = await restore(new Date().toISOString());
  const undone = await generate('undone@example.edu');
  const folder = await mkdtemp(join(tmpdir(), 'roompass-config-'));
  await writeFile(join(folder, `${STAGE}.json`), JSON.stringify(restored));
  await emulator.deploy({ ROOMPASS_CONFIG: folder });
  await rm(folder, { recursive: true });

  expect((await emulator.outputs('data')).TableName).not.toBe(old);
  expect([await statusOf(kept), await statusOf(undone)]).toEqual([200, 404]);
  expect(await statusOf(await generate('later@example.edu'))).toBe(200);
});
