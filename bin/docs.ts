import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { buildDefaults, withSeeded } from '../emails/build.ts';
import packageJson from '../package.json' with { type: 'json' };
import { openapi } from './docs/openapi/document.ts';
import { permissionsPage } from './docs/permissions-page.ts';
import { problemsPage } from './docs/problems-page.ts';
import { sitePage } from './docs/site-page.ts';
import { siteJsonSchema } from './docs/site-schema.ts';

/** `npm run docs` writes the generated files of `docs/` and `emails/`; with `--check` it fails if they are stale. */

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
const siteSchema = siteJsonSchema();
const mails = await buildDefaults();

const documents = new Map([
  ['docs/openapi.json', json(openapi(packageJson.version))],
  ['docs/permissions.md', permissionsPage()],
  ['docs/site.schema.json', json(siteSchema)],
  ['docs/sites.md', sitePage(siteSchema)],
  ['emails/defaults.json', json(mails)],
  ['emails/seeded.json', json(withSeeded(mails))],
  ['docs/problems.md', problemsPage()],
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
