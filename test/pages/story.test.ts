import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import {
  desktop,
  expectState,
  newDevice,
  openedLink,
  openLink,
  submitEmail,
  useBrowser,
} from './support/browser.ts';
import { generate, openDemo, rowOf } from './support/demo.ts';
import { expectGoodLook } from './support/look.ts';
import { mailedLinks } from './support/site.ts';

useBrowser();

async function expectInRoom(page: Page, role: string): Promise<void> {
  await expectState(page, 'admitted');
  await page.waitForURL('**/dev/launch*');
  const shown = await page.locator('body').textContent();
  expect(shown).toContain('"name": "Grace Hopper"');
  expect(shown).toContain(`"role": "${role}"`);
}

/** The types of an invitation's history items, newest first, as the demo site shows them. */
async function historyOf(site: Page, email: string): Promise<(string | null)[]> {
  await site.keyboard.press('Escape');
  await rowOf(site, email).locator('[data-action=history]').click();
  const events = site.locator('#history[open] [data-event]');
  await events.first().waitFor();
  return Promise.all((await events.all()).map(event => event.getAttribute('data-event')));
}

test('a speaker is invited by mail, enters on one device, is promoted while in the room, and is revoked', async () => {
  const email = `grace-${randomUUID()}@example.edu`;
  const site = await (await newDevice()).newPage();
  await site.setViewportSize(desktop);
  await openDemo(site, 'owner', 'open-room');
  const person = { email, firstName: 'Grace', lastName: 'Hopper', role: 'speaker', sendEmail: true };
  const copied = await generate(site, person);
  await expectGoodLook(site, 'demo-confirmation');
  await site.locator('#confirmation [data-action=close]').click();

  const [link = ''] = await mailedLinks(email);
  expect(link).toBe(copied);
  const guest = await openedLink(link);
  await submitEmail(guest, email);
  await expectInRoom(guest, 'speaker');

  const stranger = await openedLink(link);
  await submitEmail(stranger, email);
  await expectState(stranger, 'link_used_on_another_device');

  await site.reload();
  const row = rowOf(site, email);
  await row.locator('[data-status=admitted]').waitFor();
  await row.locator('[data-delivery=sent]').waitFor();
  const promoted = site.waitForResponse('**/promote');
  await row.locator('select[name=role]').selectOption('moderator');
  await promoted;
  await site.reload();
  await row.waitFor();
  expect(await row.locator('select[name=role]').inputValue()).toBe('moderator');
  await openLink(guest, link);
  await expectInRoom(guest, 'moderator');

  await row.locator('[data-action=revoke]').click();
  await row.locator('[data-status=revoked]').waitFor();
  await openLink(guest, link, 'invitation_revoked');

  await expect
    .poll(() => historyOf(site, email), { timeout: 10_000 })
    .toEqual(['revoked', 'promoted', 'entered', 'mailed', 'mailed', 'generated']);
  await expectGoodLook(site, 'demo-history');
});
