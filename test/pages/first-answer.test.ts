import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { en } from '../../web/messages/en.ts';
import { expectState, newPage, openedLink, openLink, useBrowser } from './support/browser.ts';
import { expectGoodLook } from './support/look.ts';
import { inviteToOpenRoom } from './support/site.ts';

useBrowser();

/** Failures before the first answer: the page must explain them within 10 seconds (docs/contract.md#8-pages). */

/** Makes the page's own timeouts twenty times as fast. @returns the longest original timeout in milliseconds */
async function hurryDeadlines(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(`{
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    globalThis.longest = 0;
    AbortSignal.timeout = milliseconds => {
      globalThis.longest = Math.max(globalThis.longest, milliseconds);
      return timeout(milliseconds / 20);
    };
  }`);
  return () => page.evaluate<number>('globalThis.longest');
}

const denied = (holder: string, storage: string) =>
  `Object.defineProperty(${holder}, '${storage}', { get() { throw new DOMException('denied', 'SecurityError'); } })`;

test.each([
  ['the session’s storage is denied', denied('window', 'sessionStorage')],
  ['the database is denied', denied('window', 'indexedDB')],
  ['the database cannot be opened', "IDBFactory.prototype.open = () => { throw new Error('broken'); }"],
  ['the database does not answer', 'IDBFactory.prototype.open = () => new EventTarget()'],
  ['the key is not made', 'SubtleCrypto.prototype.generateKey = () => new Promise(() => {})'],
])('if %s, the page says that the browser cannot keep the key', async (_, script) => {
  const page = await newPage();
  const longest = await hurryDeadlines(page);
  await page.addInitScript(script);
  await openLink(page, (await inviteToOpenRoom()).link, 'unsupported');
  await page.getByText(en.problems.unsupported.sentence).waitFor();
  expect(await longest()).toBeLessThan(9000);
});

test('a missing answer is shown as offline, and the page retries', async () => {
  const page = await newPage();
  const longest = await hurryDeadlines(page);
  // Until the state was seen: a retry may follow at once.
  let isAnswered = false;
  await page.route('**/v1/redeem', route => (isAnswered ? route.continue() : undefined));
  await openLink(page, (await inviteToOpenRoom()).link, 'offline');
  expect(await longest()).toBeLessThan(9000);
  isAnswered = true;
  await expectState(page, 'lobby');
});

/** Waits until the stylesheet is applied, whose animation shows the hint. */
const expectWordsToCome = (page: Page) =>
  expect.poll(() => page.evaluate("document.getElementById('slow')?.getAnimations().length")).toBe(1);

const FIRST_PAINTS = "performance.getEntriesByName('first-contentful-paint').length";

type Breaks = (page: Page) => Promise<unknown>;
const breaks: [string, Breaks][] = [
  ['is blocked', page => page.route('**/assets/*.js', route => route.abort())],
  ['does not arrive', page => page.route('**/assets/*.js', () => undefined)],
  ['is held back along with every other file', page => page.route('**/assets/**', () => undefined)],
  ['throws at once', page => page.addInitScript('Document.prototype.querySelector = null')],
  ['throws when it reads the link', page => page.addInitScript('String.prototype.normalize = null')],
  [
    'throws when it asks',
    page => page.addInitScript('Headers.prototype.set = null; AbortSignal.timeout = null'),
  ],
];

test.each(breaks)('a page whose script %s shows a message without it', async (_, breakScript) => {
  const page = await newPage();
  await breakScript(page);
  await openLink(page, (await inviteToOpenRoom()).link);
  await expectWordsToCome(page);
  await expect.poll(() => page.evaluate(FIRST_PAINTS)).toBe(1);
  const [delay, shown] = await page.evaluate<[number, boolean]>(`(() => {
    const words = document.getElementById('slow');
    const [animation] = words.getAnimations();
    const { delay } = animation.effect.getTiming();
    animation.finish();
    return [delay, getComputedStyle(words).visibility === 'visible'];
  })()`);
  expect(delay).toBeLessThan(9000);
  expect(shown).toBe(true);
});

test('the message of a page whose script is missing is accessible', async () => {
  const page = await newPage();
  await page.route('**/assets/*.js', route => route.abort());
  await openLink(page, (await inviteToOpenRoom()).link);
  await expectWordsToCome(page);
  await page.evaluate("document.getElementById('slow').getAnimations()[0].finish()");
  await expectGoodLook(page, 'slow');
});

test('a page without scripts says what it needs', async () => {
  const page = await newPage({ javaScriptEnabled: false });
  await openLink(page, (await inviteToOpenRoom()).link);
  await page.getByRole('heading', { name: 'This page needs JavaScript' }).waitFor();
  expect(await page.locator('#heading').isVisible()).toBe(false);
});

test('a style that is put into the page has no effect', async () => {
  const page = await openedLink((await inviteToOpenRoom()).link);
  const heading = await page.evaluate<string>(`(() => {
    document.head.insertAdjacentHTML('beforeend', '<style>h1 { display: none }</style>');
    return getComputedStyle(document.getElementById('heading')).display;
  })()`);
  expect(heading).toBe('block');
});
