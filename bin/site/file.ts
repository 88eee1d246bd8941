import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { settingsSchema } from '../../domain/site.ts';
import { type Trust, trustSchema } from '../../domain/trust.ts';
import { trustMistakes } from '../../domain/trust-rules.ts';

/** A site file, written by operations. */
export const siteFileSchema = z.strictObject({
  $schema: z.string().optional().describe('Location of the JSON schema, for editors.'),
  trust: trustSchema,
  settings: settingsSchema.describe(
    'The initial settings. If the site has settings already, they are not changed: its administrators may have edited them.',
  ),
});
export type SiteFile = z.infer<typeof siteFileSchema>;

/** All mistakes in a file, one a line. The message never has the value of a field. */
export class SiteFileError extends Error {
  override readonly name = 'SiteFileError';
}

/** @throws SiteFileError */
export async function readSiteFile(path: string): Promise<SiteFile> {
  const file = siteFileSchema.safeParse(await readJson(path), { error: explain });
  if (!file.success) throw new SiteFileError(mistakes(file.error).join('\n'));
  const { trust } = file.data;
  requireGoodTrust(trust, [trust.linkBaseUrl]);
  return file.data;
}

/** @throws SiteFileError if the trust breaks a rule for stored sites */
export function requireGoodTrust(trust: Trust, origins: string[]): void {
  const broken = brokenRules(trust, origins);
  if (broken.length > 0) throw new SiteFileError(broken.join('\n'));
}

/** A line for each rule that the trust breaks. */
export const brokenRules = (trust: Trust, origins: string[]): string[] =>
  trustMistakes(trust, origins).map(
    ({ path, message }) => `${z.core.toDotPath(['trust', ...path])}: ${message}`,
  );

async function readJson(path: string): Promise<unknown> {
  const text = await readText(path);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SiteFileError(`${path}: is not JSON: ${(error as SyntaxError).message}`);
  }
}

async function readText(path: string): Promise<string> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new SiteFileError(`${path}: cannot be read (${error.code})`);
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new SiteFileError(`${path}: is not UTF-8`);
  }
}

const explain: z.core.$ZodErrorMap = issue => {
  if (issue.code !== 'invalid_type') return undefined;
  const right = `must be of type ${issue.expected}`;
  return issue.input === undefined ? `is missing; ${right}` : right;
};

/** One mistake for each field. */
function mistakes(error: z.ZodError): string[] {
  const found = error.issues.flatMap(mistakesOf);
  const byField = Map.groupBy(found, ([path]) => z.core.toDotPath(path));
  return [...byField].map(([field, [first]]) => `${field || 'the file'}: ${first?.[1]}`);
}

const mistakesOf = (issue: z.core.$ZodIssue): [PropertyKey[], string][] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map(key => [[...issue.path, key], 'is not a known field'])
    : [[issue.path, issue.message]];
