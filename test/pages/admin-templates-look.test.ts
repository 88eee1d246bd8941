import { test } from 'vitest';
import { expectState, useBrowser } from './support/browser.ts';
import { expectGoodLook } from './support/look.ts';
import { content, field, openTemplate, saveTemplate } from './support/templates.ts';

useBrowser();

test('the editor looks right and is accessible, in both directions of writing', async () => {
  const page = await openTemplate('invitation/en');
  await expectGoodLook(page, 'templates-editor');
  await page.locator('input[name=view][value=plain]').check({ force: true });
  await openTemplate('invitation/he', { page });
  await expectGoodLook(page, 'templates-hebrew');
});

test('so are the problems of a template', async () => {
  const page = await openTemplate(await saveTemplate());
  await field(page, 'HTML').fill(content.html.replace('firstName', 'fristName'));
  await field(page, 'Plain text').fill('{{#if isOpen}}');
  await page.locator('[data-action=save]').click();
  await page.locator('#text-problems button').waitFor();
  await expectGoodLook(page, 'templates-problems');
});

test('so is the list of variables', async () => {
  const page = await openTemplate(await saveTemplate());
  await page.locator('[data-action=variables][data-part=html]').click();
  await page.locator('[data-variable=firstName]').waitFor();
  await expectGoodLook(page, 'templates-variables');
});

test('so are the questions', async () => {
  const id = await saveTemplate();
  const page = await openTemplate(id);
  await page.locator('[data-action=new]').click();
  await page.getByRole('button', { name: 'Start writing' }).click();
  await expectGoodLook(page, 'templates-new');
  await page.keyboard.press('Escape');
  await page.locator('[data-action=reset]').click();
  await expectGoodLook(page, 'templates-reset');
  await page.keyboard.press('Escape');
  await field(page, 'Subject').fill('Mine');
  await saveTemplate({ subject: 'Theirs' }, id);
  await page.locator('[data-action=save]').click();
  await expectState(page, 'precondition_failed');
  await expectGoodLook(page, 'templates-conflict');
});
