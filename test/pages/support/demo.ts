import type { Locator, Page } from 'playwright-core';
import { newPage } from './browser.ts';

/** The demo site, as a signed-in person uses it. */

/** Signs in to the demo site, opens a room, and waits until the site shows whether the person may invite. */
export async function openDemo(page: Page, person: string, room: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`/#${person}/${room}`);
  const settled = page.locator('[data-action=invite]:enabled, #cannot-invite:not(:empty)');
  await settled.first().waitFor({ state: 'attached' });
}

/** The same on a new device. */
export async function openedDemo(person: string, room: string): Promise<Page> {
  const page = await newPage();
  await openDemo(page, person, room);
  return page;
}

export async function openInviteDialog(page: Page): Promise<Locator> {
  await page.getByLabel('More').click();
  await page.locator('[data-action=invite]').click();
  return page.locator('dialog#invite');
}

type Person = { email: string; firstName: string; lastName: string; role: string; sendEmail?: boolean };

/** Fills in and submits the Invite window. @returns the link that it shows */
export async function generate(page: Page, person: Person): Promise<string> {
  const dialog = await openInviteDialog(page);
  await dialog.getByLabel('Email address').fill(person.email);
  await dialog.getByLabel('First name').fill(person.firstName);
  await dialog.getByLabel('Last name').fill(person.lastName);
  await dialog.locator(`input[name=role][value=${person.role}]`).check();
  if (person.sendEmail) await dialog.getByLabel('Send link via email').check();
  await dialog.locator('[data-action=generate]').click();
  const link = dialog.locator('[data-field=link]');
  await link.waitFor();
  return link.inputValue();
}

/** The row of a person in the list of invitations. */
export const rowOf = (page: Page, email: string): Locator =>
  page.locator('[data-invitation]').filter({ hasText: email });
