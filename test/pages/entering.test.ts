import { decodeJwt } from 'jose';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import {
  enterWithEmail,
  expectState,
  newDevice,
  newPage,
  openLink,
  stayOnPage,
  submitEmail,
  useBrowser,
} from './support/browser.ts';
import { expectGoodLook } from './support/look.ts';
import {
  inSeconds,
  invite,
  inviteToOpenRoom,
  login,
  lookUp,
  promote,
  putRoom,
  revoke,
} from './support/site.ts';
import { waysTo } from './support/states.ts';

useBrowser();

const tenMinutes = 10 * 60_000;

/** What the room was told of who comes in. */
async function launched(page: Page): Promise<Record<string, unknown>> {
  await page.waitForURL('**/dev/launch*');
  return decodeJwt(new URL(page.url()).searchParams.get('t') ?? '');
}

test('whoever proved the address while waiting goes in by itself at the start', async () => {
  const page = await newPage();
  await page.clock.install();
  const room = await putRoom({ startsAt: inSeconds(180) });
  const invited = await invite(room);
  await openLink(page, invited.link);
  await expectState(page, 'waiting');
  await submitEmail(page, invited.email);
  await page.locator('#email-field').waitFor({ state: 'hidden' });
  await expectState(page, 'waiting');
  expect((await lookUp(invited)).devices.used).toBe(0);
  await putRoom({ startsAt: inSeconds(-1) }, { id: room });
  await page.clock.runFor('03:05');
  await expectState(page, 'admitted');
});

test('a page that waits shows how long it is until the start', async () => {
  const page = await newPage();
  const { link } = await invite(await putRoom({ startsAt: inSeconds(2 * 3600 + 61) }));
  await openLink(page, link);
  await expectState(page, 'waiting');
  const countdown = page.getByRole('timer');
  const before = await countdown.textContent();
  expect(before).toMatch(/^2 hours (1 minute|0 minutes) \d+ seconds? $/);
  await expect.poll(() => countdown.textContent(), { timeout: 5000 }).not.toBe(before);
});

test('who waits without having said who it is comes into the lobby at the start, although the session was moved', async () => {
  const page = await newPage();
  await page.clock.install();
  const room = await putRoom({ startsAt: inSeconds(7200) });
  await openLink(page, (await invite(room)).link);
  await expectState(page, 'waiting');
  await putRoom({ startsAt: inSeconds(-1) }, { id: room });
  await page.clock.runFor('06:00');
  await expectState(page, 'lobby');
});

test('a wrong address costs one of five tries, and the right one enters afterwards', async () => {
  const page = await newPage();
  const { link, email } = await inviteToOpenRoom();
  await openLink(page, link);
  await expectState(page, 'lobby');
  await submitEmail(page, 'somebody@example.edu');
  await page.getByText('4 tries left').waitFor();
  expect(await page.locator('input[type=email]').inputValue()).toBe('somebody@example.edu');
  await submitEmail(page, ` ${email.toUpperCase()} `);
  await expectState(page, 'admitted');
});

test('a device that was admitted enters by itself when the page is opened or loaded again', async () => {
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

test('who comes back from the room is asked before being sent there again', async () => {
  const page = await newPage();
  await waysTo.open?.(page);
  await expectState(page, 'open');
  await page.locator('[data-action=enter]').click();
  await expectState(page, 'admitted');
});

test('a page that is shown again says how the admission stands now', async () => {
  const page = await newPage();
  await stayOnPage(page);
  const invited = await inviteToOpenRoom();
  await enterWithEmail(page, invited);
  const showAgain = () =>
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
  await promote(invited, 'speaker');
  await showAgain();
  await page.getByText('You come in as a speaker').waitFor();
  await revoke(invited);
  await showAgain();
  await expectState(page, 'invitation_revoked');
});

test('a login at the site with the invited address enters without a click, as that person', async () => {
  const page = await newPage();
  const email = 'student@demo.test';
  const { link } = await inviteToOpenRoom({ email });
  const token = await login({ sub: 'student', email, given_name: 'Stella', family_name: 'Student' });
  await page.goto('/i');
  await page.evaluate(`sessionStorage.setItem('roompass.login', '${token}')`);
  await openLink(page, link);
  await expectState(page, 'admitted');
  expect(await launched(page)).toMatchObject({ sub: 'student' });
});

test.each([-tenMinutes, tenMinutes])(
  'a device whose clock is off by %i milliseconds enters all the same',
  async off => {
    const page = await newPage();
    await page.clock.install({ time: Date.now() + off });
    await enterWithEmail(page, await inviteToOpenRoom());
  },
);

test('a page that lost the network goes on where it was when the network is back', async () => {
  const device = await newDevice();
  const page = await device.newPage();
  const { link, email } = await inviteToOpenRoom();
  await openLink(page, link);
  await expectState(page, 'lobby');
  await device.setOffline(true);
  await submitEmail(page, email);
  await expectState(page, 'offline');
  await device.setOffline(false);
  await expectState(page, 'admitted');
});

test('a service that is busy is asked again by itself, as soon as it said', async () => {
  const page = await newPage();
  const { link } = await inviteToOpenRoom();
  const busy = { status: 503, headers: { 'retry-after': '1' }, json: { code: 'temporarily_unavailable' } };
  await page.route('**/v1/redeem', route => route.fulfill(busy), { times: 1 });
  await openLink(page, link);
  await expectState(page, 'temporarily_unavailable');
  await expectState(page, 'lobby');
});

test('an invitation in Arabic makes the page a right-to-left one, while English texts stay readable', async () => {
  const page = await newPage();
  const { link } = await inviteToOpenRoom({ locale: 'ar' });
  await openLink(page, link);
  await expectState(page, 'lobby');
  expect(await page.locator('html').getAttribute('lang')).toBe('ar');
  expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
  expect(await page.locator('main').getAttribute('lang')).toBe('en');
  await expectGoodLook(page, 'lobby-arabic');
});

test('another link in the same window starts anew', async () => {
  const page = await newPage();
  const first = await inviteToOpenRoom();
  const second = await inviteToOpenRoom({ firstName: 'Grace' });
  await openLink(page, first.link);
  await expectState(page, 'lobby');
  await submitEmail(page, 'somebody@example.edu');
  await expectState(page, 'email_mismatch');
  await page.goto(second.link);
  await expectState(page, 'lobby');
  expect(await page.locator('input[type=email]').inputValue()).toBe('');
  await submitEmail(page, second.email);
  await expectState(page, 'admitted');
  await page.getByText('Welcome, Grace').waitFor();
});
