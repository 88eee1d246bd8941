import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
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

/** Starts the browser for the tests of a file; what a test opened in it is closed when the test ends. */
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

/** A device of its own: nothing that it keeps is known to another. */
export async function newDevice(): Promise<BrowserContext> {
  const device = await browser.newContext({
    baseURL: origin,
    viewport: phone,
    locale: 'en-GB',
    timezoneId: 'America/New_York',
  });
  device.setDefaultTimeout(20_000);
  devices.push(device);
  return device;
}

export const newPage = async (): Promise<Page> => (await newDevice()).newPage();

/** Opens a link on a page, also one that differs from the page's address only behind the `#`. */
export async function openLink(page: Page, link: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(link, { waitUntil: 'commit' });
}

/** Waits for a state of the page `/i`. */
export async function expectState(page: Page, state: string): Promise<void> {
  try {
    await page.locator(`html[data-state="${state}"]`).waitFor({ state: 'attached' });
  } catch {
    expect(await page.locator('html').getAttribute('data-state')).toBe(state);
  }
}

/** Types an address and submits it with Enter, as the contract says the page's only field works. */
export async function submitEmail(page: Page, email: string): Promise<void> {
  await page.locator('input[type=email]').fill(email);
  await page.locator('input[type=email]').press('Enter');
}

export async function enterWithEmail(page: Page, { link, email }: { link: string; email: string }) {
  await openLink(page, link);
  await expectState(page, 'lobby');
  await submitEmail(page, email);
  await expectState(page, 'admitted');
}

/** Keeps an admitted page where it is, instead of leaving for the room. */
export const stayOnPage = (page: Page): Promise<unknown> =>
  page.route('**/dev/launch*', route => route.fulfill({ status: 204 }));
