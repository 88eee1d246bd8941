import { decodeJwt } from 'jose';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import {
  enterWithEmail,
  expectState,
  newDevice,
  newPage,
  openedLink,
  openLink,
  submitEmail,
  useBrowser,
} from './support/browser.ts';
import { expectGoodLook } from './support/look.ts';
import { inviteToOpenRoom, login, lookUp } from './support/site.ts';

/** Ways into an open room. */

useBrowser();

const tenMinutes = 10 * 60_000;

/** The claims of the launch token that the room gets. */
async function launched(page: Page): Promise<Record<string, unknown>> {
  await page.waitForURL('**/dev/launch*');
  return decodeJwt(new URL(page.url()).searchParams.get('t') ?? '');
}

test('a wrong address costs one of five tries, and the right one enters afterwards', async () => {
  const { link, email } = await inviteToOpenRoom();
  const page = await openedLink(link);
  await submitEmail(page, 'somebody@example.edu');
  await page.getByText('4 tries left').waitFor();
  expect(await page.locator('input[type=email]').inputValue()).toBe('somebody@example.edu');
  await submitEmail(page, ` ${email.toUpperCase()} `);
  await expectState(page, 'admitted');
});

test('an admitted device enters automatically when the page is opened or loaded again', async () => {
  const page = await newPage();
  const invited = await inviteToOpenRoom();
  await enterWithEmail(page, invited);
  expect(await launched(page)).toMatchObject({ sub: `guest-${invited.id}` });
  await page.goto(invited.link);
  await expectState(page, 'admitted');
  await page.reload();
  await expectState(page, 'admitted');
  expect((await lookUp(invited)).devices).toEqual({ used: 1, max: 1 });
});

test('a site login with the invited address enters without a click, as that person', async () => {
  const page = await newPage();
  const email = 'student@demo.test';
  const { link } = await inviteToOpenRoom({ email });
  const token = await login({ sub: 'student', email, given_name: 'Stella', family_name: 'Student' });
  await page.goto('/i');
  await page.evaluate(`sessionStorage.setItem('roompass.login', '${token}')`);
  await openLink(page, link, 'admitted');
  expect(await launched(page)).toMatchObject({ sub: 'student' });
});

test.each([-tenMinutes, tenMinutes])(
  'a device whose clock is off by %i milliseconds enters anyway',
  async off => {
    const page = await newPage();
    await page.clock.install({ time: Date.now() + off });
    await enterWithEmail(page, await inviteToOpenRoom());
  },
);

test('a page that lost the network continues in the same state when the network is back', async () => {
  const device = await newDevice();
  const page = await device.newPage();
  const { link, email } = await inviteToOpenRoom();
  await openLink(page, link, 'lobby');
  await device.setOffline(true);
  await submitEmail(page, email);
  await expectState(page, 'offline');
  await device.setOffline(false);
  await expectState(page, 'admitted');
});

test('an invitation in Arabic makes the page a right-to-left one, while English texts stay readable', async () => {
  const { link } = await inviteToOpenRoom({ locale: 'ar' });
  const page = await openedLink(link);
  expect(await page.locator('html').getAttribute('lang')).toBe('ar');
  expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
  expect(await page.locator('main').getAttribute('lang')).toBe('en');
  await expectGoodLook(page, 'lobby-arabic');
});

test('another link in the same window starts from the beginning', async () => {
  const first = await inviteToOpenRoom();
  const second = await inviteToOpenRoom({ firstName: 'Grace' });
  const page = await openedLink(first.link);
  await submitEmail(page, 'somebody@example.edu');
  await expectState(page, 'email_mismatch');
  await page.goto(second.link);
  await expectState(page, 'lobby');
  expect(await page.locator('input[type=email]').inputValue()).toBe('');
  await submitEmail(page, second.email);
  await expectState(page, 'admitted');
  await page.getByText('Welcome, Grace').waitFor();
});
