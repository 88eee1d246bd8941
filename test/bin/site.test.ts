import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { readSiteFile, type SiteFile } from '../../bin/site/file.ts';
import { readTemplate } from '../../functions/adapters/ses-templates.ts';
import { createTable } from '../../local/dynamodb/server.ts';
import { setEnvironment, tableName } from '../../local/functions.ts';
import { issuerOf } from '../../local/sites.ts';

/** The command as operations type it, against the table of a local stack. */

let folder: string;
let example: SiteFile;
const origin = 'http://localhost:3000';
const ports = { PORT: '3000', DYNAMODB_PORT: portOf('dynamoDb'), SES_PORT: portOf('ses') };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roompass-site-'));
  example = await readSiteFile('sites/example.json');
  setEnvironment({ origin, dynamoDb: inject('dynamoDb'), ses: inject('ses'), aws: inject('aws') });
  await createTable(inject('dynamoDb'), tableName);
});
afterAll(() => rm(folder, { recursive: true }));

function portOf(part: 'dynamoDb' | 'ses'): string {
  return new URL(inject(part)).port;
}

async function site(...args: string[]): Promise<{ code: number; said: string; complained: string }> {
  const command = spawn(process.execPath, ['bin/site.ts', ...args], {
    env: { ...process.env, ...ports, SES_ENDPOINT: '' },
  });
  const [said, complained, [code]] = await Promise.all([
    text(command.stdout),
    text(command.stderr),
    once(command, 'exit'),
  ]);
  return { code, said, complained };
}

/** A file of a new site with an issuer of its own. */
async function newFile(
  change: (file: SiteFile) => void = () => {},
): Promise<{ path: string; file: SiteFile }> {
  const file = structuredClone(example);
  file.trust.siteId = `s-${randomUUID().slice(0, 8)}`;
  file.trust.linkBaseUrl = origin;
  for (const issuer of file.trust.issuers) {
    issuer.issuer = `https://${randomUUID()}.test`;
    issuer.jwksUrl = `${issuerOf(inject('origin'), 'demo')}/jwks.json`;
  }
  change(file);
  const path = join(folder, `${randomUUID()}.json`);
  await writeFile(path, JSON.stringify(file));
  return { path, file };
}

test('a right file is valid, and a wrong one is told what is wrong', async () => {
  expect(await site('validate', 'sites/example.json')).toEqual({
    code: 0,
    said: 'sites/example.json is a valid file of the site example.\n',
    complained: '',
  });
  const { path } = await newFile(file => {
    file.trust.linkBaseUrl = 'rooms';
    file.settings.name = '';
  });
  expect(await site('validate', path)).toEqual({
    code: 1,
    said: '',
    complained:
      'trust.linkBaseUrl: must be an https origin, such as https://media.example.edu\n' +
      'settings.name: must not be empty\n',
  });
});

test('a site that was put is shown as its file and listed, and has its mail templates', async () => {
  const { path, file } = await newFile();
  const { siteId } = file.trust;
  const put = await site('put', path, '--stage', 'local');
  expect(put).toMatchObject({ code: 0, complained: '' });
  expect(put.said).toContain(
    `${siteId}: new\nThe site ${siteId} is in place on local; its settings were set from the file.\n`,
  );
  expect(put.said).toContain('30 seconds');

  const shown = await site('show', siteId, '--stage', 'local');
  expect(JSON.parse(shown.said)).toEqual(file);
  expect((await site('list', '--stage', 'local')).said).toMatch(
    new RegExp(`^${siteId} +Example University {2}\\(1 issuer\\)$`, 'm'),
  );
  expect(await readTemplate(`local_${siteId}_invitation_en`)).toBeDefined();
});

test('what `show` prints can be put again: the trust is replaced, the settings are left', async () => {
  const { path, file } = await newFile();
  const { siteId } = file.trust;
  await site('put', path, '--stage', 'local');
  const shown: SiteFile = JSON.parse((await site('show', siteId, '--stage', 'local')).said);
  shown.trust.allowedOrigins = [];
  shown.settings.name = 'Another name';
  await writeFile(path, JSON.stringify(shown));
  expect((await site('put', path, '--stage', 'local')).said).toContain(
    'settings were left as the administrators have them',
  );
  const { said } = await site('show', siteId, '--stage', 'local');
  expect(JSON.parse(said)).toEqual({ ...shown, settings: file.settings });
});

test('another site’s issuer is refused in one line, and nothing of the site is there', async () => {
  const first = await newFile();
  const [issuer] = first.file.trust.issuers;
  const second = await newFile(file => {
    file.trust.issuers = first.file.trust.issuers;
  });
  await site('put', first.path, '--stage', 'local');
  expect(await site('put', second.path, '--stage', 'local')).toEqual({
    code: 1,
    said: '',
    complained: `The issuer ${issuer?.issuer} belongs to another site.\n`,
  });
  const { siteId } = second.file.trust;
  expect(await site('show', siteId, '--stage', 'local')).toEqual({
    code: 1,
    said: '',
    complained: `There is no site ${siteId} on local.\n`,
  });
});

test('a put over a site says what it does to its trust, and shuts out no issuer unless it is told to', async () => {
  const { path, file } = await newFile();
  const { siteId, issuers } = file.trust;
  await site('put', path, '--stage', 'local');
  expect((await site('put', path, '--stage', 'local')).said).toContain(`${siteId}: as it was\n`);

  const [kept] = issuers;
  if (kept === undefined) throw new Error('the example has no issuer');
  const added = { ...kept, issuer: `https://${randomUUID()}.test` };
  file.trust.issuers = [{ ...kept, audience: 'other' }, added];
  file.trust.allowedOrigins = ['https://new.example.edu'];
  await writeFile(path, JSON.stringify(file));
  const { said } = await site('put', path, '--stage', 'local');
  expect(said.split('\n').slice(0, 4)).toEqual([
    `${siteId}: new: trust.allowedOrigins https://new.example.edu`,
    `${siteId}: new: trust.issuers ${added.issuer}`,
    `${siteId}: changed: trust.issuers ${kept.issuer}`,
    `${siteId}: dropped: trust.allowedOrigins https://media.example.edu`,
  ]);

  file.trust.issuers = [added];
  await writeFile(path, JSON.stringify(file));
  const refused = await site('put', path, '--stage', 'local');
  expect(refused).toMatchObject({ code: 1, said: '' });
  expect(refused.complained).toMatch(/^Nothing was changed: .+ add --drop-issuers\.\n$/);
  expect(refused.complained).toContain(kept.issuer);
  expect(JSON.parse((await site('show', siteId, '--stage', 'local')).said).trust.issuers).toHaveLength(2);

  const dropped = await site('put', path, '--stage', 'local', '--drop-issuers');
  expect(dropped.said).toContain(`${siteId}: dropped: trust.issuers ${kept.issuer}\n`);
});

test('a link base that is not the stage’s own is warned of', async () => {
  const { path } = await newFile(file => {
    file.trust.linkBaseUrl = 'https://elsewhere.example.edu';
  });
  const { code, complained } = await site('put', path, '--stage', 'local');
  expect(code).toBe(0);
  expect(complained).toBe(`Warning: trust.linkBaseUrl is not where this stage answers, which is ${origin}\n`);
});

test('an issuer whose keys cannot be had is warned of', async () => {
  const { origin: issuers } = new URL(inject('origin'));
  const [nothing, noKeys] = [`${issuers}/nothing-here`, inject('dynamoDb')];
  const { path } = await newFile(file => {
    const [issuer] = file.trust.issuers;
    if (issuer === undefined) throw new Error('the example has no issuer');
    file.trust.issuers = [nothing, noKeys].map(jwksUrl => ({
      ...issuer,
      issuer: `https://${randomUUID()}.test`,
      jwksUrl,
    }));
  });
  const { code, complained } = await site('put', path, '--stage', 'local');
  expect(code).toBe(0);
  expect(complained.split('\n')).toEqual([
    `Warning: trust.issuers[0].jwksUrl answers 404: ${nothing}`,
    expect.stringMatching(/^Warning: trust\.issuers\[1\]\.jwksUrl (answers|does not answer)/),
    '',
  ]);
});

test('a wrong file, a stack that does not run and a wrong command are each told in one line', async () => {
  const { path } = await newFile(file => {
    file.trust.siteId = 'Wrong';
  });
  const wrong = [
    await site('put', path, '--stage', 'local'),
    await site('put', path),
    await site('remove', path),
    await site('show', 'demo', '--stage', 'none'),
  ];
  ports.DYNAMODB_PORT = '9';
  wrong.push(await site('list', '--stage', 'local'));
  ports.DYNAMODB_PORT = portOf('dynamoDb');
  for (const { code, complained } of wrong) {
    expect(code).toBe(1);
    expect(complained).toMatch(/^.+\n$/);
  }
  expect(wrong.at(-1)?.complained).toContain('is the stack running (`npm start`)?');
});
