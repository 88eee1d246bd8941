import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ADMIN_SECRET } from '../../local/kaltura/directory.ts';
import { en } from '../../web/messages/en.ts';
import { signatureOf } from '../support/oauth.ts';
import { enterWithEmail, expectState, newDevice, newPage, openLink, useBrowser } from './support/browser.ts';
import { type KafSite, startKafSite } from './support/kaf.ts';
import { expectGoodLook } from './support/look.ts';
import { origin } from './support/site.ts';

/** The page `/join`, at a site with the launcher `kaf-lti`. */

useBrowser();

let kaf: KafSite;
beforeAll(async () => {
  kaf = await startKafSite();
});
afterAll(() => kaf.stop());

/** Enters the room of a new invitation. @returns the page, and the form that arrived */
async function entered(person: object = {}, page?: Page) {
  const opened = page ?? (await newPage());
  const invited = await kaf.invite(person);
  await enterWithEmail(opened, invited);
  await opened.waitForURL(kaf.action);
  await opened.getByRole('heading', { name: 'In the room' }).waitFor();
  const form = kaf.received.find(({ fields }) => fields.context_id === invited.room);
  return { page: opened, invited, form };
}

const answerInstead = (page: Page, status: number, body: object, times = 1) =>
  page.route(
    '**/v1/launch-form',
    route => route.fulfill({ status, contentType: 'application/problem+json', body: JSON.stringify(body) }),
    { times },
  );

const says = async (page: Page, { sentence, next }: { sentence: string; next: string }) => {
  await page.getByRole('heading', { name: sentence }).waitFor();
  expect(await page.locator('#lead').textContent()).toBe(next);
  expect(await page.title()).toBe(sentence);
};

test('an invitee enters the room by a signed form, without a click and without a referrer', async () => {
  const { form, invited } = await entered({ role: 'moderator' });
  expect(form?.fields).toMatchObject({
    user_id: `guest-${invited.id}`,
    custom_entry_id: invited.room,
    roles: 'Instructor',
    custom_room_moderator: '1',
  });
  expect(form?.headers.referer).toBeUndefined();
});

test('the form arrives as it was signed, whatever the characters of the names', async () => {
  const { form } = await entered({ firstName: '李·क्\u200dष', lastName: "O’Neill 'محمد" });
  const fields = form?.fields ?? {};
  expect(fields.lis_person_name_full).toBe("李·क्\u200dष O’Neill 'محمد");
  expect(fields.oauth_signature).toBe(signatureOf({ action: kaf.action, fields }, ADMIN_SECRET));
});

test('the launch token leaves the address bar at once, and no request has it in its URL or headers', async () => {
  const device = await newDevice();
  const page = await device.newPage();
  const sent: Promise<string>[] = [];
  device.on('request', request =>
    sent.push(request.allHeaders().then(headers => JSON.stringify([request.url().split('#')[0], headers]))),
  );
  const opening = page.waitForRequest('**/v1/launch-form');
  let shown = '';
  await page.route('**/v1/launch-form', async route => {
    shown = page.url();
    await route.continue();
  });
  await entered({}, page);
  const { token } = (await opening).postDataJSON() as { token: string };
  expect(shown).toBe(`${origin}/join`);
  expect(token.length).toBeGreaterThan(100);
  expect((await Promise.all(sent)).filter(request => request.includes(token))).toEqual([]);
});

test('coming back from the room, the page says to enter again from the invitation', async () => {
  const { page } = await entered();
  const before = kaf.received.length;
  await page.goBack();
  await says(page, en.join.problems.link_invalid);
  await page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
  await expectState(page, 'link_expired');
  await says(page, en.join.problems.link_expired);
  expect(kaf.received.length).toBe(before);
});

test('a used token shows the site and what to do, and offers no retry', async () => {
  const page = await newPage();
  let token = '';
  page.on('request', request => {
    if (request.url().endsWith('/v1/launch-form')) token = request.postDataJSON().token;
  });
  await entered({}, page);
  await openLink(page, `${origin}/join#${token}`, 'link_expired');
  await says(page, en.join.problems.link_expired);
  expect(await page.locator('#site').textContent()).toBe('Other College');
  expect(await page.locator('[data-action=retry]').isVisible()).toBe(false);
  expect(page.url()).toBe(`${origin}/join`);
  await expectGoodLook(page, 'join-link_expired');
});

test.each(['', '#', '#x.y.z'])('an address that ends in /join%s is link_invalid', async fragment => {
  const page = await newPage();
  await openLink(page, `${origin}/join${fragment}`, 'link_invalid');
  await says(page, en.join.problems.link_invalid);
});

test('without a network the page is offline and tries again, by itself and by a button', async () => {
  const page = await newPage();
  await page.route('**/v1/launch-form', route => route.abort(), { times: 1 });
  await page.addInitScript('Math.random = () => 0.999');
  const { link, email } = await kaf.invite();
  await enterWithEmail(page, { link, email });
  await expectState(page, 'offline');
  await says(page, en.problems.offline);
  await expectGoodLook(page, 'join-offline');
  await page.locator('[data-action=retry]').click();
  await page.waitForURL(kaf.action);
});

test('a busy service is asked again without a click', async () => {
  const page = await newPage();
  await answerInstead(page, 429, {}, 2);
  await page.addInitScript('Math.random = () => 0.05');
  await entered({}, page);
});

test('a problem that a later API may answer reads as an error of the service', async () => {
  const page = await newPage();
  await answerInstead(page, 409, { code: 'something_new' });
  await openLink(page, `${origin}/join#token`, 'something_new');
  await says(page, en.problems.internal_error);
});

test('while the page waits, it says that it opens the room, and later what to do', async () => {
  const page = await newPage();
  await page.route('**/v1/launch-form', () => undefined);
  await openLink(page, `${origin}/join#token`, 'opening');
  await page.getByRole('heading', { name: en.join.opening }).waitFor();
  await expect.poll(() => page.evaluate("document.getElementById('slow').getAnimations().length")).toBe(1);
  await page.evaluate("document.getElementById('slow').getAnimations()[0].finish()");
  expect(await page.locator('#slow').isVisible()).toBe(true);
  await expectGoodLook(page, 'join-opening');
});

test('the page may post forms, may not be framed, and runs no script but its own', async () => {
  const { headers } = await fetch(`${origin}/join`);
  const policy = headers.get('content-security-policy');
  expect(policy).toContain("script-src 'self'; style-src 'self';");
  expect(policy).toContain('form-action https: http://localhost:* http://127.0.0.1:*;');
  expect(policy).toContain("frame-ancestors 'none'");
});
