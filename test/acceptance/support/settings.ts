import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Settings } from '../../../domain/site.ts';
import type { Site } from './site.ts';
import { isLocal } from './target.ts';

/** As long as any function may still go by older settings (contract section 5). */
const CACHED_MILLIS = 31_000;

export async function readSettings(site: Site): Promise<{ settings: Settings; etag: string }> {
  const { status, body, headers } = await site.call('getSettings', { login: await site.administrator() });
  expect(status).toBe(200);
  return { settings: body, etag: headers.get('etag') ?? '' };
}

/** Replaces a site's settings and waits until everything goes by them. */
export async function changeSettings(site: Site, change: (settings: Settings) => Settings): Promise<void> {
  await expect.poll(() => tryToChange(site, change), { timeout: 40_000, interval: 1000 }).toBe(200);
  if (!isLocal) await pause(CACHED_MILLIS);
}

/** Elsewhere the settings, and so their `ETag`, may be half a minute old when they are read. */
async function tryToChange(site: Site, change: (settings: Settings) => Settings): Promise<number> {
  const { settings, etag } = await readSettings(site);
  const { status } = await site.call('putSettings', {
    login: await site.administrator(),
    headers: { 'if-match': etag },
    body: change(settings),
  });
  return status;
}
