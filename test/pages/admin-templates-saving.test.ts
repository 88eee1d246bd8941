import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { words } from '../../web/admin/words.ts';
import { expectState, useBrowser } from './support/browser.ts';
import {
  administrator,
  content,
  field,
  mailTo,
  openTemplate,
  save,
  savedTemplate,
  saveTemplate,
} from './support/templates.ts';

/** Writing, saving and testing a mail template. */

useBrowser();

test('a variable is inserted at the caret, a condition around the selection, and both are saved', async () => {
  const id = await saveTemplate();
  const page = await openTemplate(id);
  await field(page, 'Subject').press('End');
  await page.getByRole('button', { name: 'Insert a variable into the subject' }).click();
  await page.locator('[data-variable=siteName]').click();
  expect(await field(page, 'Subject').inputValue()).toBe('Come to {{roomTitle}}{{siteName}}');
  await field(page, 'Subject').press('ControlOrMeta+a');
  await page.getByRole('button', { name: 'Insert a variable into the subject' }).click();
  expect(await page.locator('[data-variable=qrCode]').count()).toBe(0);
  await page.locator('[data-variable=isSpeaker]').click();
  await page.keyboard.press('End');
  await page.keyboard.type('!');
  const subject = '{{#if isSpeaker}}Come to {{roomTitle}}{{siteName}}{{/if}}!';
  await page.getByText('Unsaved changes').waitFor();
  await save(page);
  await page.reload();
  await page.locator('#mail[data-shown=current]').waitFor();
  expect(await field(page, 'Subject').inputValue()).toBe(subject);
  expect(await savedTemplate(id)).toEqual({ ...content, subject });
});

test('a text pasted from Kaltura is shown with variables after it is saved', async () => {
  const page = await openTemplate(await saveTemplate());
  await field(page, 'Plain text').fill('Dear {FIRSTNAME}: {URL}');
  await page.keyboard.press('ControlOrMeta+s');
  await page.getByText(words.saved, { exact: true }).waitFor();
  expect(await field(page, 'Plain text').inputValue()).toBe('Dear {{firstName}}: {{link}}');
});

test('an invalid template is not saved, and the caret moves to the invalid field', async () => {
  const id = await saveTemplate();
  const page = await openTemplate(id);
  await field(page, 'Plain text').fill('No way in');
  await page.locator('[data-action=save]').click();
  await page.getByText(words.problems.template_invalid.sentence).waitFor();
  await page.locator('#text-problems', { hasText: 'must show {{link}}' }).waitFor();
  expect(await page.evaluate('document.activeElement.id')).toBe('text');
  expect(await savedTemplate(id)).toEqual(content);
});

test('the second of two administrators is warned, can see the other’s text, and then overwrites it', async () => {
  const id = await saveTemplate();
  const page = await openTemplate(id);
  await field(page, 'Subject').fill('Mine');
  await saveTemplate({ subject: 'Theirs' }, id);
  await page.locator('[data-action=save]').click();
  await expectState(page, 'precondition_failed');
  await page.getByRole('button', { name: 'Show theirs' }).click();
  await page.locator('#mail-subject', { hasText: 'Theirs' }).waitFor();
  expect(await field(page, 'Subject').inputValue()).toBe('Theirs');
  await page.getByRole('button', { name: 'Back to what I wrote' }).click();
  expect(await field(page, 'Subject').inputValue()).toBe('Mine');
  await saveTemplate({ subject: 'Theirs again' }, id);
  await page.locator('[data-action=save]').click();
  await page.getByRole('button', { name: 'Save mine over it' }).click();
  await page.getByText(words.saved, { exact: true }).waitFor();
  expect(await savedTemplate(id)).toEqual({ ...content, subject: 'Mine' });
});

test('the result of a save is shown for its own template only', async () => {
  const [id, other] = [await saveTemplate(), await saveTemplate()];
  const page = await openTemplate(id);
  const { promise: isLeft, resolve: leave } = Promise.withResolvers<void>();
  await page.route(`**/email-templates/${id}`, async route => {
    if (route.request().method() === 'PUT') await isLeft;
    await route.continue();
  });
  const refused = page.waitForResponse(response => response.request().method() === 'PUT');
  await field(page, 'HTML').fill('no link');
  await page.locator('[data-action=save]').click();
  await page.goto(`/admin/templates#${other}`);
  // The list has headings with the templates' names too.
  await page.locator('#heading', { hasText: other.split('/')[0] ?? '' }).waitFor();
  await page.locator('#mail[data-shown=current]').waitFor();
  leave();
  await (await refused).finished();
  await page.evaluate('new Promise(requestAnimationFrame)');
  expect(await page.locator('[aria-invalid=true]').count()).toBe(0);
  await expectState(page, 'ready');
});

test('a test of the unsaved draft, as the preview shows it, goes to the administrator’s own address', async () => {
  const id = await saveTemplate();
  const email = `admin-${randomUUID()}@other.test`;
  const page = await openTemplate(id, { as: { ...administrator, email } });
  await page.getByLabel('Who gets the mail').selectOption('moderator');
  await field(page, 'Subject').fill('A test for {{firstName}}, {{role}}');
  await page.locator('[data-action=test]').click();
  await page.getByText(words.tested).waitFor();
  expect((await mailTo(email)).subject).toBe('A test for Ada, moderator');
  expect(await savedTemplate(id)).toEqual(content);
});
