import { expect, test, vi } from 'vitest';
import { words } from '../../web/admin/words.ts';
import { newPage, useBrowser } from './support/browser.ts';
import { origin } from './support/site.ts';
import {
  content,
  field,
  openPage,
  openTemplate,
  save,
  savedTemplate,
  saveTemplate,
} from './support/templates.ts';

/** The list of mail templates: choosing, making, resetting and deleting one, and the keyboard. */

useBrowser();

test('the list describes the templates in words, and a reload keeps the chosen one', async () => {
  const page = await newPage();
  await openPage(page);
  await page.getByRole('link', { name: 'Brazilian Portuguese pt-BR' }).click();
  await page.getByRole('heading', { name: 'invitation, Brazilian Portuguese' }).waitFor();
  expect(page.url()).toBe(`${origin}/admin/templates#invitation/pt-BR`);
  expect(await page.evaluate('document.activeElement.id')).toBe('heading');
  await page.reload();
  await page.getByRole('heading', { name: 'invitation, Brazilian Portuguese' }).waitFor();
  expect(await field(page, 'Subject').inputValue()).toContain('{{roomTitle}}');
});

test('after a confirmation a template returns to its default, and one without a default is deleted', async () => {
  const page = await openTemplate('invitation/fr');
  const original = await field(page, 'Subject').inputValue();
  await saveTemplate({}, 'invitation/fr');
  await page.reload();
  await page.locator('#mail[data-shown=current]').waitFor();
  expect(await field(page, 'Subject').inputValue()).toBe(content.subject);
  await page.locator('[data-action=reset]').click();
  await page.getByRole('button', { name: 'Cancel' }).filter({ visible: true }).click();
  expect((await savedTemplate('invitation/fr')).subject).toBe(content.subject);
  await page.locator('[data-action=reset]').click();
  await page.getByText(words.reset.text).waitFor();
  await page.locator('[data-action=confirm]').click();
  await page.getByText(words.isDefault).waitFor();
  expect(await field(page, 'Subject').inputValue()).toBe(original);

  const id = await saveTemplate();
  await openTemplate(id, { page });
  await page.locator('[data-action=reset]', { hasText: words.remove.action }).click();
  await page.locator('[data-action=confirm]').click();
  await page.getByRole('heading', { name: 'invitation, English' }).waitFor();
  expect(await page.locator(`nav a[href="#${id}"]`).count()).toBe(0);
});

test('a new template begins as a copy of the English invitation, for its own language, and exists once it is saved', async () => {
  const page = await openTemplate('invitation/en');
  const subject = await field(page, 'Subject').inputValue();
  await page.locator('[data-action=new]').click();
  await page.getByLabel('Language').fill('en');
  await page.getByRole('button', { name: 'Start writing' }).click();
  await page.getByText(words.create.exists).waitFor();
  await page.getByLabel('Language').fill('Finish');
  await page.getByRole('button', { name: 'Start writing' }).click();
  await page.getByText(words.create.localeProblem).waitFor();
  await page.getByLabel('Language').fill('persian');
  await page.getByText('That is Persian.').waitFor();
  await page.getByRole('button', { name: 'Start writing' }).click();
  await page.getByRole('heading', { name: 'invitation, Persian' }).waitFor();
  expect(await field(page, 'HTML').inputValue()).toContain('<html lang="fa" dir="rtl"');
  await page.getByText(words.marks.isNew).waitFor();
  expect(await field(page, 'Subject').inputValue()).toBe(subject);
  await save(page);
  expect((await savedTemplate('invitation/fa')).subject).toBe(subject);
});

test('a template is written, shown and saved with the keyboard alone', async () => {
  const id = await saveTemplate();
  const page = await openTemplate('invitation/en');
  await page.reload();
  await page.locator('#mail[data-shown=current]').waitFor();
  const focused = () =>
    page.evaluate<string>('document.activeElement.dataset.action ?? document.activeElement.id');
  const tabTo = async (wanted: string) => {
    for (let presses = 0; (await focused()) !== wanted; presses += 1) {
      // Around the whole page: other tests add templates to the list, and a preview that reloads drops the focus.
      if (presses > 400) throw new Error(`Tab does not lead to ${wanted}`);
      await page.keyboard.press('Tab');
    }
  };
  await page.locator(`nav a[href="#${id}"]`).focus();
  await page.keyboard.press('Enter');
  await vi.waitFor(async () => expect(await focused()).toBe('heading'), 10_000);
  await tabTo('subject');
  await page.keyboard.press('End');
  await page.keyboard.type(' with ');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await vi.waitFor(async () => expect(await focused()).toBe('insert'), 10_000);
  await page.keyboard.press('Escape');
  expect(await focused()).toBe('variables');
  await page.keyboard.press('Enter');
  await vi.waitFor(async () => expect(await focused()).toBe('insert'), 10_000);
  await page.keyboard.press('Enter');
  expect(await focused()).toBe('subject');
  await page.locator('#mail-subject', { hasText: 'Come to Cell biology, live with Ada' }).waitFor();
  await page.keyboard.press('ControlOrMeta+s');
  await page.getByText(words.saved, { exact: true }).waitFor();
  expect((await savedTemplate(id)).subject).toBe('Come to {{roomTitle}} with {{firstName}}');
  await tabTo('test');
  await page.keyboard.press('Enter');
  await page.getByText(words.tested).waitFor();
});
