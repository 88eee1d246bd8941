import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { settingsSchema, trustSchema } from '../../domain/site.ts';

/** A site as operations write it down. */
export const siteFileSchema = z.strictObject({
  $schema: z.string().optional().describe('Where editors find this description.'),
  trust: trustSchema,
  settings: settingsSchema.describe(
    'The first settings. Where the site has settings already, those stay: they are its administrators’.',
  ),
});
export type SiteFile = z.infer<typeof siteFileSchema>;

/** Everything that is wrong with a file, a line each; the value of a field is never among the words. */
export class SiteFileError extends Error {
  override readonly name = 'SiteFileError';
}

/** @throws SiteFileError */
export async function readSiteFile(path: string): Promise<SiteFile> {
  const file = siteFileSchema.safeParse(await readJson(path), { error: explain });
  if (!file.success) throw new SiteFileError(mistakes(file.error).join('\n'));
  return file.data;
}

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
  if (issue.code === 'invalid_format' && issue.format === 'url') return 'must be an https URL';
  if (issue.code !== 'invalid_type') return undefined;
  const right = `must be of type ${issue.expected}`;
  return issue.input === undefined ? `is missing; ${right}` : right;
};

/** One a field. */
function mistakes(error: z.ZodError): string[] {
  const found = error.issues.flatMap(mistakesOf);
  const byField = Map.groupBy(found, ([path]) => z.core.toDotPath(path));
  return [...byField].map(([field, [first]]) => `${field || 'the file'}: ${first?.[1]}`);
}

const mistakesOf = (issue: z.core.$ZodIssue): [PropertyKey[], string][] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map(key => [[...issue.path, key], 'is not a known field'])
    : [[issue.path, issue.message]];
