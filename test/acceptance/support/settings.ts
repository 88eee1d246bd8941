import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect } from 'vitest';
import type { Settings } from '../../../domain/site.ts';
import { demo, other, type Site } from './site.ts';
import { isLocal } from './target.ts';

const SITES = [demo, other];
/** The longest time for which a function may use stale settings (docs/contract.md#5-cost-of-a-call). */
const CACHED_MILLIS = 31_000;
const WAIT_MILLIS = 120_000;

/** The settings of each site before the tests. */
const found = new Map<Site, Settings>();

/** Restores the sites' settings after a group of tests that changes them. */
export function keepSettings(): void {
  beforeAll(async () => {
    for (const site of SITES) found.set(site, (await readSettings(site)).settings);
  });
  afterAll(() => putAll(settings => settings), WAIT_MILLIS);
}

/** Changes the sites' original settings for a group of tests. */
export function withSettings(change: (settings: Settings) => Settings): void {
  beforeAll(() => changeSettings(change), WAIT_MILLIS);
}

export async function readSettings(site: Site): Promise<{ settings: Settings; etag: string }> {
  const { status, body, headers } = await site.call('getSettings', { login: await site.administrator() });
  expect(status).toBe(200);
  return { settings: body, etag: headers.get('etag') ?? '' };
}

/** Waits until no function caches older settings: half a minute except locally, so groups of tests should be few. */
async function changeSettings(change: (settings: Settings) => Settings): Promise<void> {
  await putAll(change);
  if (!isLocal) await pause(CACHED_MILLIS);
}

const putAll = (change: (settings: Settings) => Settings) =>
  Promise.all([...found].map(([site, settings]) => putSettings(site, change(settings))));

/** Retries after a 412: except locally, a cached `ETag` may be stale for half a minute. */
async function putSettings(site: Site, body: Settings): Promise<void> {
  const deadline = Date.now() + CACHED_MILLIS;
  let status = await tryToPut(site, body);
  while (status === 412 && Date.now() < deadline) {
    await pause(1000);
    status = await tryToPut(site, body);
  }
  expect(status).toBe(200);
}

async function tryToPut(site: Site, body: Settings): Promise<number> {
  const { etag } = await readSettings(site);
  const login = await site.administrator();
  return (await site.call('putSettings', { login, headers: { 'if-match': etag }, body })).status;
}
