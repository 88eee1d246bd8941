import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { problemCodes } from '../domain/problems.ts';
import { buildDefaults, withSeeded } from '../emails/build.ts';
import packageJson from '../package.json' with { type: 'json' };
import { costsPage } from './docs/costs-page.ts';
import { openapi } from './docs/openapi.ts';
import { problemPage } from './docs/problem-page.ts';
import { sitePage } from './docs/site-page.ts';
import { siteJsonSchema } from './docs/site-schema.ts';

/** `npm run docs` writes what is generated under `docs/` and `emails/`; with `--check` it fails where that is not up to date. */

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
const siteSchema = siteJsonSchema();
const mails = await buildDefaults();

const documents = new Map([
  ['docs/costs.md', costsPage()],
  ['docs/openapi.json', json(openapi(packageJson.version))],
  ['docs/site.schema.json', json(siteSchema)],
  ['docs/sites.md', sitePage(siteSchema)],
  ['emails/defaults.json', json(mails)],
  ['emails/seeded.json', json(withSeeded(mails))],
  ...problemCodes.map(code => [`docs/problems/${code}.md`, problemPage(code)] as const),
]);

const isCheck = process.argv.includes('--check');
const stale: string[] = [];
for (const [path, wanted] of documents) {
  const present = await readFile(path, 'utf8').catch(() => undefined);
  if (present === wanted) continue;
  stale.push(path);
  if (isCheck) continue;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, wanted);
}

if (stale.length > 0) console.log(`${isCheck ? 'Not up to date' : 'Written'}: ${stale.join(', ')}`);
if (isCheck && stale.length > 0) {
  console.error('Run `npm run docs` and commit what it writes.');
  process.exitCode = 1;
}
