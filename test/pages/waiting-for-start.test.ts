import { expect, test } from 'vitest';
import { expectState, newPage, openedLink, openLink, submitEmail, useBrowser } from './support/browser.ts';
import { inSeconds, invite, putRoom } from './support/site.ts';

/** A page that waits for the start of the session. */

useBrowser();

test('a speaker counts down to early entry, is told when the session starts, and goes in before', async () => {
  const page = await newPage();
  await page.clock.install();
  const room = await putRoom({ startsAt: inSeconds(180 + 15 * 60) });
  const { link, email } = await invite(room, { role: 'speaker' });
  await openLink(page, link, 'waiting');
  expect(await page.getByRole('timer').textContent()).toMatch(/^0 hours [23] minutes/);
  await page.getByText('; the session starts at').waitFor();
  await submitEmail(page, email);
  await page.locator('#email-field').waitFor({ state: 'hidden' });
  await putRoom({ startsAt: inSeconds(15 * 60 - 1) }, { id: room });
  await page.clock.runFor('03:05');
  await expectState(page, 'admitted');
  await page.getByText('The session starts at').waitFor();
});

test('a page that waits shows how long it is until the start', async () => {
  const { link } = await invite(await putRoom({ startsAt: inSeconds(2 * 3600 + 61) }));
  const page = await openedLink(link, 'waiting');
  const countdown = page.getByRole('timer');
  const before = await countdown.textContent();
  expect(before).toMatch(/^2 hours (1 minute|0 minutes) \d+ seconds? $/);
  await expect.poll(() => countdown.textContent(), { timeout: 5000 }).not.toBe(before);
});

test('a session during the end of daylight saving time shows both of its ends, in both zones', async () => {
  const page = await newPage({ timezoneId: 'Europe/Berlin' });
  const night = { startsAt: '2027-10-31T00:30:00Z', endsAt: '2027-10-31T01:30:00Z' };
  const { link } = await invite(await putRoom({ ...night, timeZone: 'Europe/Paris' }));
  await openLink(page, link, 'waiting');
  const shown = await page.locator('dd').allTextContents();
  for (const time of shown.slice(0, 2)) expect(time).toMatch(/2:30 AM GMT\+2 – .*2:30 AM GMT\+1/);
});
