import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { expectState, newPage, useBrowser } from './support/browser.ts';
import { generate, openedDemo } from './support/demo.ts';
import { expectGoodLook } from './support/look.ts';

/** A manager with a Kaltura session invites a guest, who lands in Kaltura's room. */

useBrowser();

test('a guest whom a manager invites with a Kaltura session enters Kaltura’s room as a moderator', async () => {
  const page = await openedDemo('owner', 'open-room');
  await page.getByRole('link', { name: 'Sign in with a Kaltura session' }).click();
  await page.locator('#room-title', { hasText: 'An open room' }).waitFor();
  await expectGoodLook(page, 'demo-kaltura');
  const email = `lin-${randomUUID()}@example.edu`;
  const person = { email, firstName: 'Lin', lastName: 'O’Neil', role: 'moderator' };
  const link = await generate(page, person);

  const guest = await newPage();
  await guest.goto(link);
  await expectState(guest, 'lobby');
  await guest.locator('input[type=email]').fill(email);
  await guest.keyboard.press('Enter');
  await guest.locator('html[data-state=in]').waitFor();
  expect(await guest.locator('html').getAttribute('data-user')).toMatch(/^guest-/);
  const privilege = (name: string) => guest.locator(`[data-privilege="${name}"] td`).innerText();
  expect(await privilege('entryId')).toBe('1_openroom');
  expect(await privilege('roomModerator')).toBe('1');
  expect(await privilege('firstName')).toBe('Lin');
});
