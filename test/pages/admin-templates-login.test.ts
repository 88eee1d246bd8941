import { expect, test } from 'vitest';
import { words } from '../../web/admin/words.ts';
import { expectState, newPage, useBrowser } from './support/browser.ts';
import { openDemo, openedDemo } from './support/demo.ts';
import { expectGoodLook } from './support/look.ts';
import { origin } from './support/site.ts';
import { administrator, openPage } from './support/templates.ts';

/** Who may open the page of the mail templates. */

useBrowser();

test('without a login the page says where to get one', async () => {
  const page = await newPage();
  await page.goto('/admin/templates');
  await expectState(page, 'unauthenticated');
  await page.getByRole('heading', { name: words.noLogin.sentence }).waitFor();
  await page.getByText(words.noLogin.next).waitFor();
  await expectGoodLook(page, 'templates-unauthenticated');
});

test.each([
  ['unauthenticated', { ...administrator, expiresIn: -600 }],
  ['forbidden', { ...administrator, scope: 'rooms:write' }],
] as const)('an administrator whose login is %s is told what to do', async (code, as) => {
  const page = await newPage();
  await openPage(page, as);
  await expectState(page, code);
  await page.getByText(words.problems[code].next).waitFor();
  expect(await page.locator('#work').isVisible()).toBe(false);
});

test('a login in the URL is removed from the address bar at once, and lasts as long as the tab', async () => {
  const page = await newPage();
  await openPage(page);
  await expectState(page, 'ready');
  expect(page.url()).toBe(`${origin}/admin/templates#invitation/en`);
  expect(await page.evaluate('history.length')).toBe(2);
  await page.reload();
  await expectState(page, 'ready');
});

test('only the demo’s administrator finds the page, signed in', async () => {
  const page = await openedDemo('owner', 'open-room');
  expect(await page.getByRole('link', { name: 'Mail templates' }).isVisible()).toBe(false);
  await openDemo(page, 'admin', 'open-room');
  await page.getByRole('link', { name: 'Mail templates' }).click();
  await page.waitForURL('**/admin/templates#invitation/en');
  await expectState(page, 'ready');
});
