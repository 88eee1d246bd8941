import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { origin } from './site.ts';

const args = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
export const phone = { width: 390, height: 844 };
export const desktop = { width: 1280, height: 800 };

let browser: Browser;
let devices: BrowserContext[] = [];

/** Starts the browser for a test file; closes each test's devices when the test ends. */
export function useBrowser(): void {
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args });
  });
  afterEach(async () => {
    await Promise.all(devices.map(device => device.close()));
    devices = [];
  });
  afterAll(() => browser.close());
}

/** A separate device, which shares no storage with others. */
export async function newDevice(options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const device = await browser.newContext({
    baseURL: origin,
    viewport: phone,
    locale: 'en-GB',
    timezoneId: 'America/New_York',
    ...options,
  });
  device.setDefaultTimeout(20_000);
  devices.push(device);
  return device;
}

export const newPage = async (options?: BrowserContextOptions): Promise<Page> =>
  (await newDevice(options)).newPage();

/** Opens a link on a page, even if it differs from the page's address only in the fragment, and waits for a state. */
export async function openLink(page: Page, link: string, state?: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(link, { waitUntil: 'commit' });
  if (state !== undefined) await expectState(page, state);
}

/** Opens a link on a new device, and waits for a state. */
export async function openedLink(link: string, state = 'lobby'): Promise<Page> {
  const page = await newPage();
  await openLink(page, link, state);
  return page;
}

/** Waits for a state of the page `/i`. */
export async function expectState(page: Page, state: string): Promise<void> {
  try {
    await page.locator(`html[data-state="${state}"]`).waitFor({ state: 'attached' });
  } catch {
    expect(await page.locator('html').getAttribute('data-state')).toBe(state);
  }
}

/** Types an address into the page's only e-mail field and submits it with Enter (docs/contract.md#8-pages). */
export async function submitEmail(page: Page, email: string): Promise<void> {
  await page.locator('input[type=email]').fill(email);
  await page.locator('input[type=email]').press('Enter');
}

export async function enterWithEmail(page: Page, { link, email }: { link: string; email: string }) {
  await openLink(page, link, 'lobby');
  await submitEmail(page, email);
  await expectState(page, 'admitted');
}

/** Keeps an admitted page from leaving for the room. */
export const stayOnPage = (page: Page): Promise<unknown> =>
  page.route('**/dev/launch*', route => route.fulfill({ status: 204 }));
