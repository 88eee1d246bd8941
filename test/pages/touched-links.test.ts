import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { en } from '../../web/messages/en.ts';
import {
  enterWithEmail,
  expectState,
  newPage,
  openedLink,
  openLink,
  stayOnPage,
  submitEmail,
  useBrowser,
} from './support/browser.ts';
import { inviteToOpenRoom, origin } from './support/site.ts';

useBrowser();

const tokenOf = (link: string): string => link.split('#')[1] ?? '';
const addressOf = (page: Page): string => page.url().replace(origin, '');

test.each([
  ['the # encoded', (token: string) => `/i%23${token}`],
  ['a slash before the #', (token: string) => `/i/#${token}`],
  ['an upper-case path', (token: string) => `/I#${token}`],
  ['the token as a path', (token: string) => `/i/${token}`],
])('a link with %s opens, and the address bar has the link as it was issued', async (_, touch) => {
  const { link } = await inviteToOpenRoom();
  const page = await openedLink(origin + touch(tokenOf(link)));
  expect(page.url()).toBe(link);
});

test('after the entry the token has left the address bar, and a reload of the tab goes on', async () => {
  const page = await newPage();
  await stayOnPage(page);
  const { link, email } = await inviteToOpenRoom();
  await openLink(page, link.replace('#', '%23'), 'lobby');
  await submitEmail(page, email);
  await expectState(page, 'admitted');
  expect(addressOf(page)).toBe('/i');
  await page.reload();
  await expectState(page, 'admitted');
  const otherTab = await page.context().newPage();
  await openLink(otherTab, `${origin}/i`, 'link_invalid');
});

test('after the entry another link in the same tab opens its own invitation', async () => {
  const page = await newPage();
  await stayOnPage(page);
  await enterWithEmail(page, await inviteToOpenRoom());
  const second = await inviteToOpenRoom();
  await page.goto(second.link);
  await expectState(page, 'lobby');
  expect(page.url()).toBe(second.link);
});

test.each(['/i', '/I', '/i/', '/invitations', '/i#garbled', '/i%23'])(
  'a page without a token, as at %s, accepts the link in its field',
  async path => {
    const { link } = await inviteToOpenRoom();
    const page = await openedLink(origin + path, 'link_invalid');
    expect(await page.locator('input[type=email]').count()).toBe(1);
    const field = page.getByLabel(en.link, { exact: true });
    await field.fill('https://rooms.example.edu/i');
    await field.press('Enter');
    await page.getByText(en.noLinkPasted).waitFor();
    await field.fill(`Please come: <${link}>.`);
    await field.press('Enter');
    await expectState(page, 'lobby');
    expect(page.url()).toBe(link);
    expect(await field.isVisible()).toBe(false);
  },
);

test('a link that is whole but not genuine can be replaced by another one', async () => {
  const page = await newPage();
  const { link } = await inviteToOpenRoom();
  await openLink(
    page,
    link.replace(/.$/, last => (last === 'A' ? 'B' : 'A')),
  );
  await expectState(page, 'link_invalid');
  await page.getByLabel(en.link, { exact: true }).fill(link);
  await page.locator('[data-action=open-link]').click();
  await expectState(page, 'lobby');
});
