import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEFAULT_TEMPLATE_LOCALES, variableNames } from '../../domain/template.ts';
import { wordsFor } from '../../emails/defaults.ts';
import { readTemplate } from '../../functions/adapters/ses-templates.ts';
import { templateErrors } from '../../functions/templates/check-template.ts';
import { seedTemplates } from '../../functions/templates/seed.ts';
import { localAws } from '../../local/aws/client.ts';
import { setDataEnvironment } from '../../local/functions.ts';
import { type Ses, startSes } from '../../local/ses/server.ts';
import { State } from '../../local/support/state.ts';
import { mailsTo } from './support/mails.ts';
import { run } from './support/run.ts';
import { tool } from './support/tools.ts';

/** The SES emulator of the local stack, because the AWS emulator renders no template as a mail. */
let ses: Ses;
/** The administrator's working and home directory, without the settings of the user who runs the tests. */
let folder: string;

beforeAll(async () => {
  ses = await startSes(new State(undefined), { port: 0, endpoint: undefined });
  folder = await mkdtemp(join(tmpdir(), 'roompass-administrator-'));
  setDataEnvironment({ dynamoDb: '', ses: ses.endpoint });
  // Two sites have more templates than one page of SES's list, unless the caller sets a larger page size.
  for (const site of ['other', 'demo']) await seedTemplates('local', site);
});
afterAll(async () => {
  await ses.stop();
  await rm(folder, { recursive: true });
});

/** Runs commands in an administrator's shell; its path has `aws`, `node` and the system's directories. */
function shell(...commands: string[]): Promise<string> {
  const { accessKeyId, secretAccessKey } = localAws.credentials;
  return run('bash', ['-c', ['set -euo pipefail', 'cd "$HOME"', ...commands].join('\n')], {
    PATH: [dirname(tool('aws')), dirname(process.execPath), process.env.PATH].join(':'),
    HOME: folder,
    AWS_ENDPOINT_URL: ses.endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_DEFAULT_REGION: localAws.region,
  });
}

/** The commands of two sections of docs/email-templates.md, verbatim except the names of stage and site. */
async function commands(): Promise<string[]> {
  const page = await readFile('docs/email-templates.md', 'utf8');
  const sections = ['By the AWS CLI', 'Back to the default'].flatMap(
    title => new RegExp(`^## ${title}$(.*?)^## `, 'ms').exec(page)?.[1] ?? [],
  );
  const blocks = [...sections.join('\n').matchAll(/^```sh\n(.*?)^```/gms)].map(([, block = '']) => block);
  const [variables = '', ...rest] = blocks;
  const own = variables.replace(/^STAGE=.*$/m, 'STAGE=local; SITE=demo');
  expect(own).not.toBe(variables);
  return [own, ...rest];
}

const nameOf = (locale: string) => `local_demo_invitation_${locale}`;

test('the page’s commands for the AWS CLI do what the page says', async () => {
  const [variables = '', ...blocks] = await commands();
  expect(blocks).toHaveLength(7);
  const [list = '', takeOut = '', edit = '', look = '', mail = '', add = '', remove = ''] = blocks;
  const inShell = (block: string) => shell(variables, block);
  const original = wordsFor('en').invitation;
  const edited = { ...original, subject: '{{inviterName}} expects you at {{siteName}}' };
  const subject = 'Olivia Owner expects you at Example University';

  const { templates, more } = JSON.parse(await inShell(list));
  expect([templates.toSorted(), more]).toEqual([DEFAULT_TEMPLATE_LOCALES.map(nameOf).toSorted(), null]);

  await inShell(takeOut);
  const { Subject, Html, Text } = JSON.parse(await readFile(join(folder, 'content.json'), 'utf8'));
  expect({ subject: Subject, html: Html, text: Text }).toEqual(original);

  await inShell(edit);
  expect(await readTemplate(nameOf('en'))).toEqual(edited);
  expect(templateErrors(edited)).toEqual([]);

  const shown = await simpleParser(JSON.parse(await inShell(look)).RenderedTemplate);
  expect(shown.subject).toBe(subject);
  for (const part of [shown.html, shown.text]) expect(part).toContain('https://rooms.example.edu/i#sample');
  const data = JSON.parse(await readFile(join(folder, 'data.json'), 'utf8'));
  expect(Object.keys(data).toSorted()).toEqual(variableNames.toSorted());

  await inShell(mail);
  expect(await mailsTo('you@example.edu', `${ses.endpoint}/store`)).toMatchObject([{ subject }]);

  await inShell(add);
  expect(await readTemplate(nameOf('fi'))).toEqual(edited);

  await inShell(remove);
  expect(await readTemplate(nameOf('en'))).toBeUndefined();
});
