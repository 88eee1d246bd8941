import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { en } from '../../web/messages/en.ts';
import { expectState, newPage, openedLink, submitEmail, useBrowser } from './support/browser.ts';
import { openDemo, rowOf } from './support/demo.ts';
import { expectGoodLook } from './support/look.ts';
import { inSeconds, invite, inviteToOpenRoom } from './support/site.ts';

useBrowser();

type Lock = { retryAfter: number; emailAvailable: boolean };

/** A page for which the API answers that the link is locked. */
async function lockedPage({ retryAfter, emailAvailable }: Lock): Promise<Page> {
  const { link, email } = await inviteToOpenRoom();
  const page = await openedLink(link);
  await page.route('**/v1/redeem', route =>
    route.fulfill({
      status: 429,
      headers: { 'retry-after': String(retryAfter) },
      json: { code: 'too_many_attempts', emailAvailable },
    }),
  );
  await submitEmail(page, email);
  await expectState(page, 'too_many_attempts');
  return page;
}

test.each([
  [14 * 60 + 1, '15 minutes'],
  [59 * 60 + 1, '1 hour'],
  [24 * 60 * 60, '24 hours'],
])('a lock of %i seconds says that an address can be entered again in %s', async (retryAfter, wait) => {
  const page = await lockedPage({ retryAfter, emailAvailable: true });
  await page.getByText(en.typingAgain(wait)).waitFor();
});

test('a locked link of a site without mail says to ask the person who sent it, without a name', async () => {
  const page = await lockedPage({ retryAfter: 3600, emailAvailable: false });
  await page.getByText(en.problems.too_many_attempts.next).waitFor();
  expect(await page.locator('[data-action=request-link]').isVisible()).toBe(false);
  expect(await page.locator('main').textContent()).not.toContain('Olivia');
  await expectGoodLook(page, 'too_many_attempts-without-mail');
});

test('the history of an invitation says that its link was locked, and until when', async () => {
  const page = await newPage();
  const { email } = await invite('future-room', { email: `lin-${Date.now()}@example.edu` });
  const locked = { id: '01JZZZZZZZZZZZZZZZZZZZZZZZ', at: inSeconds(-60), type: 'locked' };
  const until = '2031-05-06T07:08:09.000Z';
  await page.route('**/history', route => route.fulfill({ json: { items: [{ ...locked, until }] } }));
  await openDemo(page, 'owner', 'future-room');
  await rowOf(page, email).locator('[data-action=history]').click();
  const event = page.locator('[data-event=locked]');
  await event.getByText('locked after wrong addresses').waitFor();
  await event.getByText('until May 6, 2031, 3:08:09 AM').waitFor();
  await expectGoodLook(page, 'demo-history-locked');
});
