import { expect, test, vi } from 'vitest';
import { words } from '../../web/admin/words.ts';
import { expectState, useBrowser } from './support/browser.ts';
import {
  administrator,
  content,
  field,
  openPage,
  openTemplate,
  save,
  savedTemplate,
  saveTemplate,
} from './support/templates.ts';

/** Unsaved texts of mail templates are kept. */

useBrowser();

test('an unsaved text is marked, kept while another template is open, and not left without a question', async () => {
  const id = await saveTemplate();
  const page = await openTemplate(id);
  await field(page, 'Subject').fill('Half a sentence');
  await page.getByRole('link', { name: 'English en' }).first().click();
  await page.getByRole('heading', { name: 'invitation, English' }).waitFor();
  await page.locator(`nav a[href="#${id}"]`, { hasText: words.unsaved }).click();
  await page.getByRole('heading', { name: id.replace('/en', ', English') }).waitFor();
  expect(await field(page, 'Subject').inputValue()).toBe('Half a sentence');
  const questions: string[] = [];
  page.on('dialog', question => {
    questions.push(question.type());
    // Playwright may have dismissed it already. Then this rejects, which means nothing to the test.
    question.dismiss().catch(() => undefined);
  });
  await page.close({ runBeforeUnload: true });
  await vi.waitFor(() => expect(questions[0]).toBe('beforeunload'), 10_000);
  await page.locator('[data-action=discard]').click();
  await page.locator('[data-action=confirm]').click();
  await page.locator('#mail-subject', { hasText: 'Come to Cell biology' }).waitFor();
  expect(await field(page, 'Subject').inputValue()).toBe(content.subject);
});

test('an unsaved text survives the end of the login and the loss of the network', async () => {
  const id = await saveTemplate();
  const page = await openTemplate(id);
  await page.context().setOffline(true);
  await field(page, 'Subject').fill('Written on a train');
  await expectState(page, 'offline');
  await page.context().setOffline(false);
  await expectState(page, 'ready');
  await page.evaluate("sessionStorage.setItem('roompass.login', 'ended')");
  await page.locator('[data-action=save]').click();
  await expectState(page, 'unauthenticated');
  await page.getByText(words.stillHere).waitFor();
  expect(await field(page, 'Subject').inputValue()).toBe('Written on a train');
  await openPage(page);
  await expectState(page, 'ready');
  await save(page);
  expect((await savedTemplate(id)).subject).toBe('Written on a train');
});

test('an unsaved text of one site is neither shown nor saved after a login of another site, and is kept', async () => {
  const page = await openTemplate('invitation/en');
  const theirs = await field(page, 'Subject').inputValue();
  await field(page, 'Subject').fill('Written for this site');
  await page.locator('[data-action=discard]').click();
  await page.getByRole('dialog').waitFor();
  await openPage(page, { ...administrator, email: 'admin@demo.test', site: 'demo' });
  await page.locator('#site', { hasText: 'Example University' }).waitFor();
  await expectState(page, 'ready');
  expect(await page.getByRole('dialog').isVisible()).toBe(false);
  expect(await field(page, 'Subject').inputValue()).toBe(theirs);
  expect(await page.locator('.unsaved').filter({ visible: true }).count()).toBe(0);
  await openPage(page);
  await expectState(page, 'ready');
  expect(await field(page, 'Subject').inputValue()).toBe('Written for this site');
});
