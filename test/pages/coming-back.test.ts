import { decodeJwt } from 'jose';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { enterWithEmail, expectState, newPage, openLink, stayOnPage, useBrowser } from './support/browser.ts';
import { inSeconds, invite, inviteToOpenRoom, login, promote, putRoom, revoke } from './support/site.ts';
import { waysTo } from './support/states.ts';

/** A page to which the invitee comes back. */

useBrowser();

test('an invitee who returns from the room is asked before the page enters again', async () => {
  const page = await newPage();
  await waysTo.open?.(page);
  await expectState(page, 'open');
  await page.locator('[data-action=enter]').click();
  await expectState(page, 'admitted');
});

test('a page that becomes visible again shows the current admission', async () => {
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

/** A page that shows `ended`, although the session was moved to now meanwhile. */
async function pageOfMovedSession(): Promise<Page> {
  const page = await newPage();
  const room = await putRoom();
  const { link } = await invite(room);
  await putRoom({ startsAt: inSeconds(-7200), endsAt: inSeconds(-3600) }, { id: room });
  await openLink(page, link, 'ended');
  await putRoom({}, { id: room });
  return page;
}

test.each([
  ['its tab is shown', "document.dispatchEvent(new Event('visibilitychange'))"],
  ['its window is used', "dispatchEvent(new Event('focus'))"],
  ['it is gone back to', "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"],
])('a page that shows the end of the session asks the server again when %s', async (_, comeBack) => {
  const page = await pageOfMovedSession();
  await page.evaluate(comeBack);
  await expectState(page, 'lobby');
});

test('a person who was told that the session is over can ask again', async () => {
  const page = await pageOfMovedSession();
  await page.locator('[data-action=retry]').click();
  await expectState(page, 'lobby');
});

test('a page that becomes visible again sends its login again, so that the admission remains that person’s', async () => {
  const page = await newPage();
  await stayOnPage(page);
  const email = 'student@demo.test';
  const { link } = await inviteToOpenRoom({ email });
  const signIn = async (expiresIn: number) => {
    const token = await login({ sub: 'student', email, expiresIn });
    await page.evaluate(`sessionStorage.setItem('roompass.login', '${token}')`);
    return decodeJwt(token).exp;
  };
  await page.goto('/i');
  await signIn(600);
  await openLink(page, link, 'admitted');
  const until = await signIn(3600);
  const answered = page.waitForResponse('**/v1/redeem');
  await page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
  const { state, ticket } = await (await answered).json();
  expect([state, decodeJwt(ticket).auth_until]).toEqual(['admitted', until]);
  await expectState(page, 'admitted');
});
