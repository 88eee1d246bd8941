import type { Page, Route } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Role } from '../../domain/role.ts';
import { expectState, newPage, openLink, submitEmail, useBrowser } from './support/browser.ts';
import { inSeconds, invite, inviteToOpenRoom, putRoom } from './support/site.ts';

useBrowser();

/** A page whose random numbers are all `drawn`, and whose clock moves only when a test moves it. */
async function newPausedPage(drawn: number): Promise<Page> {
  const page = await newPage();
  await page.addInitScript(`Math.random = () => ${drawn}`);
  const time = Date.now();
  await page.clock.install({ time });
  await page.clock.pauseAt(time + 1000);
  return page;
}

/** Counts the page's redeem requests from now on. */
function countRequests(page: Page): () => number {
  let count = 0;
  page.on('request', request => {
    if (request.url().endsWith('/v1/redeem')) count += 1;
  });
  return () => count;
}

/**
 * Expects the next request after so many seconds of the page's clock (plus or minus half a second), and none before.
 * The page's clock is ahead of the server's, so its proof may be refused once and sent again.
 */
async function expectRequestAfter(page: Page, seconds: number, requests: () => number): Promise<void> {
  const before = requests();
  await page.clock.runFor(seconds * 1000 - 500);
  await page.waitForTimeout(100);
  expect(requests()).toBe(before);
  await page.clock.runFor(1000);
  await expect.poll(requests).toBeGreaterThan(before);
}

/** Seconds until `opensAt`, by the next answer that the page gets after `act`. */
async function secondsToOpening(page: Page, act: () => Promise<unknown>): Promise<number> {
  const [response] = await Promise.all([page.waitForResponse('**/v1/redeem'), act()]);
  const { now, opensAt } = (await response.json()) as { now: string; opensAt: string };
  await expectState(page, 'waiting');
  return (Date.parse(opensAt) - Date.parse(now)) / 1000;
}

/** How many seconds before the start the site lets each role in. */
const EARLY_SECONDS: Record<Role, number> = { viewer: 0, speaker: 900, moderator: 900 };

/** An invitation to a session that the role may enter in 200 seconds, unless the test opens it earlier. */
async function inviteToFutureRoom(role: Role) {
  const opensIn = (seconds: number) => ({ startsAt: inSeconds(seconds + EARLY_SECONDS[role]) });
  const room = await putRoom(opensIn(200));
  return { ...(await invite(room, { role })), open: () => putRoom(opensIn(-1), { id: room }) };
}

test.each<[Role, number, number]>([
  ['viewer', 0.999, 12],
  ['speaker', 0.999, 2],
])('a %s who draws %d enters %i s after entry opens', async (role, drawn, seconds) => {
  const page = await newPausedPage(drawn);
  const { link, email, open } = await inviteToFutureRoom(role);
  await openLink(page, link, 'waiting');
  const opening = await secondsToOpening(page, () => submitEmail(page, email));
  await open();
  await expectRequestAfter(page, opening + seconds, countRequests(page));
  await expectState(page, 'admitted');
});

test('a speaker who loads the waiting page again still enters as early as a speaker', async () => {
  const page = await newPausedPage(0.999);
  const { link, email, open } = await inviteToFutureRoom('speaker');
  await openLink(page, link, 'waiting');
  await secondsToOpening(page, () => submitEmail(page, email));
  const opening = await secondsToOpening(page, () => page.reload());
  await open();
  await expectRequestAfter(page, opening + 2, countRequests(page));
  await expectState(page, 'admitted');
});

test('a person who has typed no address is asked for it within 12 seconds of the opening', async () => {
  const page = await newPausedPage(0.999);
  const { link, open } = await inviteToFutureRoom('speaker');
  const opening = await secondsToOpening(page, () => openLink(page, link));
  await open();
  await expectRequestAfter(page, opening + 12, countRequests(page));
  await expectState(page, 'lobby');
});

test('a page that waits for hours asks again within 300 seconds', async () => {
  const page = await newPausedPage(0.999);
  const { link } = await invite(await putRoom({ startsAt: inSeconds(7200) }));
  await openLink(page, link, 'waiting');
  await expectRequestAfter(page, 300, countRequests(page));
});

/** A page whose requests are all refused and counted. */
async function refusedPage(drawn: number, refuse: (route: Route) => Promise<void>) {
  const page = await newPausedPage(drawn);
  const { link, email } = await inviteToOpenRoom();
  const requests = countRequests(page);
  await page.route('**/v1/redeem', refuse);
  await openLink(page, link);
  await expect.poll(requests).toBe(1);
  return { page, email, requests };
}

const byTheGateway = (route: Route) => route.fulfill({ status: 429, json: { message: 'Too Many Requests' } });
const byTheFunction = (route: Route) =>
  route.fulfill({
    status: 503,
    headers: { 'retry-after': '5' },
    json: { code: 'temporarily_unavailable' },
  });
const byTheNetwork = (route: Route) => route.abort('internetdisconnected');

test.each([
  ['gateway without Retry-After', byTheGateway, 'temporarily_unavailable', [2, 4, 8, 12, 12]],
  ['function with Retry-After', byTheFunction, 'temporarily_unavailable', [7, 9, 13, 17, 17]],
  ['network', byTheNetwork, 'offline', [2, 4, 8, 12, 12]],
])(
  'a page that is refused by the %s retries with back-off and full jitter',
  async (_, refuse, state, seconds) => {
    const { page, requests } = await refusedPage(0.2, refuse);
    for (const delay of seconds) {
      await expectState(page, state);
      await expectRequestAfter(page, delay, requests);
    }
  },
);

test('a page whose network is back retries after a random part of the first back-off', async () => {
  const { page, requests } = await refusedPage(0.2, byTheNetwork);
  await expectState(page, 'offline');
  await expectRequestAfter(page, 2, requests);
  await expectRequestAfter(page, 4, requests);
  await page.evaluate("dispatchEvent(new Event('online'))");
  await expectRequestAfter(page, 2, requests);
});

test('a manual retry is sent at once', async () => {
  const { page, requests } = await refusedPage(0.999, byTheFunction);
  await expectState(page, 'temporarily_unavailable');
  await page.unroute('**/v1/redeem');
  await page.locator('[data-action=retry]').click();
  await expectState(page, 'lobby');
  expect(requests()).toBe(2);
});

test('an address that is typed just after the opening is sent at once', async () => {
  const page = await newPausedPage(0.999);
  const { link, email, open } = await inviteToFutureRoom('viewer');
  await openLink(page, link, 'waiting');
  await open();
  await submitEmail(page, email);
  await expectState(page, 'admitted');
});

const starts = (opens: string, start: string) => ({ opensAt: opens, startsAt: start });

test.each([
  [
    starts('2030-07-01T17:45:00Z', '2030-07-01T18:00:00Z'),
    'You can enter from 1:45 PM; the session starts at 2:00 PM.',
  ],
  [
    starts('2030-07-02T03:50:00Z', '2030-07-02T04:05:00Z'),
    'You can enter from Mon 11:50 PM; the session starts at Tue 12:05 AM.',
  ],
  [
    starts('2030-11-03T05:45:00Z', '2030-11-03T06:00:00Z'),
    'You can enter from 1:45 AM EDT; the session starts at 1:00 AM EST.',
  ],
])('a page that waits for early entry shows both times unambiguously: %o', async (at, told) => {
  const page = await newPage();
  await page.route('**/v1/redeem', async route => {
    const response = await route.fetch();
    const { room, ...answer } = await response.json();
    const json = {
      ...answer,
      state: 'waiting',
      opensAt: at.opensAt,
      room: { ...room, startsAt: at.startsAt },
    };
    await route.fulfill({ response, json });
  });
  await openLink(page, (await inviteToOpenRoom()).link, 'waiting');
  expect((await page.locator('#lead').textContent())?.replaceAll(/\s/g, ' ')).toContain(told);
});
