import { readFile } from 'node:fs/promises';
import { type PageFile, putPage } from './adapters/pages.ts';
import { customResource } from './shared/custom-resource.ts';

/**
 * Puts the pages that came along with this function into their bucket: what a page needs before the page itself.
 * Assets of older pages stay, for whoever has one open.
 */
export const handler = customResource(async () => {
  const pages: PageFile[] = JSON.parse(await readFile(new URL('pages.json', import.meta.url), 'utf8'));
  for (const page of pages) await putPage(page);
});
