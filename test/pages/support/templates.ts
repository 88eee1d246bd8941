import { randomUUID } from 'node:crypto';
import type { FrameLocator, Page } from 'playwright-core';
import { inject, vi } from 'vitest';
import type { TemplateContent } from '../../../domain/template.ts';
import { words } from '../../../web/admin/words.ts';
import { desktop, expectState, newPage } from './browser.ts';
import { login, origin } from './site.ts';

/** The mail templates of the site `other`, as its administrators see them. */

export const administrator = {
  sub: 'admin',
  email: 'admin@other.test',
  scope: 'site:admin',
  site: 'other',
};

export const content: TemplateContent = {
  subject: 'Come to {{roomTitle}}',
  html: '<!doctype html>\n<html>\n<body>\n<p style="color: rgb(1, 2, 3)">Dear {{firstName}}</p>\n<a href="{{link}}">Come in</a>\n</body>\n</html>',
  text: 'Dear {{firstName}}\n\n{{link}}',
};

const pathOf = (id: string) => `${origin}/v1/site/email-templates/${id}`;
const headers = async () => ({
  authorization: `Bearer ${await login(administrator)}`,
  'content-type': 'application/json',
});

/** Saves a template, by default a new one. @returns its id as in the page's address */
export async function saveTemplate(
  change: Partial<TemplateContent> = {},
  id = `t-${randomUUID().slice(0, 8)}/en`,
): Promise<string> {
  const body = JSON.stringify({ ...content, ...change });
  const response = await fetch(pathOf(id), { method: 'PUT', headers: await headers(), body });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return id;
}

export async function savedTemplate(id: string): Promise<TemplateContent> {
  const response = await fetch(pathOf(id), { headers: await headers() });
  return (await response.json()) as TemplateContent;
}

/** Opens the page with a login in the fragment, as a site does. */
export async function openPage(page: Page, as: object = administrator): Promise<void> {
  await page.goto(`/admin/templates#login=${await login(as)}`);
}

/** Opens a template in an administrator's page, with its preview. */
export async function openTemplate(
  id: string,
  { page, as = administrator }: { page?: Page; as?: object } = {},
): Promise<Page> {
  const opened = page ?? (await newPage());
  // A frame outside the viewport is not drawn.
  await opened.setViewportSize(desktop);
  await openPage(opened, as);
  await expectState(opened, 'ready');
  await opened.goto(`/admin/templates#${id}`);
  await opened.locator(`nav a[aria-current][href="#${id}"]`).waitFor();
  await opened.locator('#mail[data-shown=current]').waitFor();
  return opened;
}

/** Saves the open template on its page. */
export async function save(page: Page): Promise<void> {
  await page.locator('[data-action=save]').click();
  await page.getByText(words.saved, { exact: true }).waitFor();
}

export const preview = (page: Page): FrameLocator => page.frameLocator('#frame');
export const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });

type Mail = { subject: string; destination: { to: string[] }; body: { html?: string } };

/** Waits for a mail to an address. */
export const mailTo = (address: string): Promise<Mail> =>
  vi.waitFor(
    async () => {
      const store = (await (await fetch(inject('mailStore'))).json()) as { emails: Mail[] };
      const mail = store.emails.find(({ destination }) => destination.to.some(to => to.includes(address)));
      if (mail === undefined) throw new Error('no mail arrived');
      return mail;
    },
    { timeout: 10_000, interval: 100 },
  );
