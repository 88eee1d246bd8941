import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { expect, inject, test } from 'vitest';
import { putSite } from '../../functions/adapters/dynamodb/put-site.ts';
import { newFile, origin, site } from './support/site-command.ts';

/** What the `site` command warns of, and what a rule that is new refuses. */

test('a linkBaseUrl that is not an origin of the stage causes a warning', async () => {
  const { path } = await newFile(file => {
    file.trust.linkBaseUrl = 'https://elsewhere.example.edu';
  });
  const { code, complained } = await site('put', path, '--stage', 'local');
  expect(code).toBe(0);
  expect(complained).toBe(
    `Warning: trust.linkBaseUrl is not the public origin of this stage, which is ${origin}\n`,
  );
});

test('an issuer whose JWKS cannot be fetched causes a warning', async () => {
  const { origin: issuers } = new URL(inject('origin'));
  const [nothing, noKeys] = [`${issuers}/nothing-here`, inject('dynamoDb')];
  const { path } = await newFile(file => {
    const [issuer] = file.trust.issuers;
    if (issuer === undefined) throw new Error('the example has no issuer');
    file.trust.sharedUserIds = true;
    file.trust.issuers = [nothing, noKeys].map(jwksUrl => ({
      ...issuer,
      issuer: `https://${randomUUID()}.test`,
      jwksUrl,
    }));
  });
  const { code, complained } = await site('put', path, '--stage', 'local');
  expect(code).toBe(0);
  expect(complained.split('\n')).toEqual([
    `Warning: trust.issuers[0].jwksUrl answers with status 404: ${nothing}`,
    expect.stringMatching(/^Warning: trust\.issuers\[1\]\.jwksUrl (answers|does not answer)/),
    '',
  ]);
});

test('an origin of the stage is refused as an issuer, also if it is not the linkBaseUrl', async () => {
  const { path } = await newFile(file => {
    file.trust.linkBaseUrl = 'https://rooms.example.edu';
    for (const issuer of file.trust.issuers) issuer.issuer = origin;
  });
  expect(await site('validate', path)).toMatchObject({ code: 0 });
  expect(await site('put', path, '--stage', 'local')).toEqual({
    code: 1,
    said: '',
    complained: 'trust.issuers[0].issuer: must not be an origin of Roompass itself\n',
  });
});

test('a site stored before a rule existed is still read, and every command of its stage names it', {
  timeout: 60_000,
}, async () => {
  const old = await newFile();
  const { trust, settings } = old.file;
  const [issuer] = trust.issuers;
  if (issuer === undefined) throw new Error('the example has no issuer');
  const { userIdPrefix: _, ...plain } = issuer;
  const issuers = [plain, { ...plain, issuer: `https://${randomUUID()}.test` }];
  await putSite({ ...trust, issuers }, settings);
  const warning = [0, 1]
    .map(
      index =>
        `Warning: the site ${trust.siteId}: trust.issuers[${index}].userIdPrefix: must be given, such as staff:, if there are several ` +
        'sources of people (issuers, Kaltura) and trust.sharedUserIds is not true\n',
    )
    .join('');
  const shown = await site('show', trust.siteId, '--stage', 'local');
  expect(JSON.parse(shown.said).trust.issuers).toEqual(issuers);
  expect(shown.complained).toBe(warning);
  expect((await site('list', '--stage', 'local')).complained).toBe(warning);
  const { path } = await newFile();
  expect(await site('put', path, '--stage', 'local')).toMatchObject({ code: 0, complained: warning });

  await writeFile(old.path, shown.said);
  expect(await site('put', old.path, '--stage', 'local')).toMatchObject({ code: 1, said: '' });
  await writeFile(old.path, JSON.stringify({ trust: { ...trust, issuers, sharedUserIds: true }, settings }));
  const put = await site('put', old.path, '--stage', 'local');
  expect(put).toMatchObject({ code: 0, complained: '' });
  expect(put.said).toContain(`${trust.siteId}: changed: trust.sharedUserIds\n`);
});

test('a new site whose settings name a missing mail template causes a warning', async () => {
  const { path } = await newFile(({ settings }) => {
    settings.inviteToMedia.inviteEmailTemplate = 'invitaton';
  });
  const { code, complained } = await site('put', path, '--stage', 'local');
  expect(code).toBe(0);
  expect(complained).toBe(
    'Warning: settings.inviteToMedia.inviteEmailTemplate must be the name of one of the site’s mail templates, ' +
      'did you mean invitation?\n',
  );
});
