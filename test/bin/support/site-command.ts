import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, inject } from 'vitest';
import { readSiteFile, type SiteFile } from '../../../bin/site/file.ts';
import { createTable } from '../../../local/dynamodb/server.ts';
import { setEnvironment, tableName } from '../../../local/functions.ts';
import { issuerOf } from '../../../local/sites.ts';

/** Runs the `site` command as an operator does, against the table of a local stack. */

let folder: string;
let example: SiteFile;
export const origin = 'http://localhost:3000';
export const ports = { PORT: '3000', DYNAMODB_PORT: portOf('dynamoDb'), SES_PORT: portOf('ses') };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roompass-site-'));
  example = await readSiteFile('sites/example.json');
  setEnvironment({ origin, dynamoDb: inject('dynamoDb'), ses: inject('ses'), aws: inject('aws') });
  await createTable(inject('dynamoDb'), tableName);
});
afterAll(() => rm(folder, { recursive: true }));

export function portOf(part: 'dynamoDb' | 'ses'): string {
  return new URL(inject(part)).port;
}

export async function site(...args: string[]): Promise<{ code: number; said: string; complained: string }> {
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

/** Writes a file for a new site with its own issuers. */
export async function newFile(
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
