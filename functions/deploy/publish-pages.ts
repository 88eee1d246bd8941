import { readFile } from 'node:fs/promises';
import { type PageFile, putPage } from '../adapters/pages.ts';
import { customResource } from './custom-resource.ts';

/**
 * Copies the pages bundled with this function into their bucket: assets first, then the pages that need them. Assets
 * of older pages stay for browsers that have such a page open.
 */
export const handler = customResource(async () => {
  const pages: PageFile[] = JSON.parse(await readFile(new URL('pages.json', import.meta.url), 'utf8'));
  for (const page of pages) await putPage(page);
});
