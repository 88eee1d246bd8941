import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { SiteFile } from '../../bin/site/file.ts';
import { readTemplate } from '../../functions/adapters/ses-templates.ts';
import { newFile, portOf, ports, site } from './support/site-command.ts';
import './site-warnings.ts';

/**
 * The `site` command puts, shows and lists sites, and reports errors. The tests of its warnings run with these: they
 * share the only table that the command knows locally.
 */

test('a valid file is accepted, and the errors of an invalid file are printed', async () => {
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

test('a site that was put is shown as its file, is listed, and has its mail templates', async () => {
  const { path, file } = await newFile();
  const { siteId } = file.trust;
  const put = await site('put', path, '--stage', 'local');
  expect(put).toMatchObject({ code: 0, complained: '' });
  expect(put.said).toContain(
    `${siteId}: new\nThe site ${siteId} is stored on local; its settings were set from the file.\n`,
  );
  expect(put.said).toContain('30 seconds');

  const shown = await site('show', siteId, '--stage', 'local');
  expect(JSON.parse(shown.said)).toEqual(file);
  expect((await site('list', '--stage', 'local')).said).toMatch(
    new RegExp(`^${siteId} +Example University {2}\\(1 issuer\\)$`, 'm'),
  );
  expect(await readTemplate(`local_${siteId}_invitation_en`)).toBeDefined();
});

test('the output of `show` can be put again: it replaces the trust and leaves the settings', async () => {
  const { path, file } = await newFile();
  const { siteId } = file.trust;
  await site('put', path, '--stage', 'local');
  const shown: SiteFile = JSON.parse((await site('show', siteId, '--stage', 'local')).said);
  shown.trust.allowedOrigins = [];
  shown.settings.name = 'Another name';
  await writeFile(path, JSON.stringify(shown));
  expect((await site('put', path, '--stage', 'local')).said).toContain(
    'settings were not changed, because the site has settings already',
  );
  const { said } = await site('show', siteId, '--stage', 'local');
  expect(JSON.parse(said)).toEqual({ ...shown, settings: file.settings });
});

test('an issuer of another site is refused in one line, and the table stays unchanged', async () => {
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

test('a put of an existing site prints the changes of its trust, and drops an issuer only with the option for it', async () => {
  const { path, file } = await newFile();
  const { siteId, issuers } = file.trust;
  await site('put', path, '--stage', 'local');
  expect((await site('put', path, '--stage', 'local')).said).toContain(`${siteId}: unchanged\n`);

  const [kept] = issuers;
  if (kept === undefined) throw new Error('the example has no issuer');
  const added = { ...kept, issuer: `https://${randomUUID()}.test`, userIdPrefix: 'new:' };
  file.trust.issuers = [{ ...kept, audience: 'other', userIdPrefix: 'old:' }, added];
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

test('an invalid file, a stack that does not run and an invalid command are each reported in one line', async () => {
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
