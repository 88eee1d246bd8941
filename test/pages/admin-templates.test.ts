import { randomUUID } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { variableNames } from '../../domain/template.ts';
import { variableGroups } from '../../web/admin/variables.ts';
import { words } from '../../web/admin/words.ts';
import { expectState, newPage, useBrowser } from './support/browser.ts';
import { openDemo } from './support/demo.ts';
import { origin } from './support/site.ts';
import {
  administrator,
  content,
  field,
  mailTo,
  openPage,
  openTemplate,
  preview,
  savedTemplate,
  saveTemplate,
} from './support/templates.ts';

useBrowser();

test('all variables that a template may use are offered and explained', () => {
  expect(Object.values(variableGroups).flat().toSorted()).toEqual([...variableNames].toSorted());
  expect(Object.keys(words.variables).toSorted()).toEqual([...variableNames].toSorted());
});

test('the templates are listed in words, and the one that was chosen is there again after a reload', async () => {
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

test('the preview shows what is typed, in the mail’s own colours', async () => {
  const page = await openTemplate(await saveTemplate());
  await field(page, 'Subject').fill('Hello {{firstName}}');
  await page.locator('#mail-subject', { hasText: 'Hello Ada' }).waitFor();
  await field(page, 'HTML').fill(content.html.replace('Dear', 'Good morning,'));
  const greeting = preview(page).getByText('Good morning, Ada');
  await greeting.waitFor();
  expect(await greeting.evaluate('getComputedStyle(document.querySelector("p")).color')).toBe('rgb(1, 2, 3)');
  await field(page, 'Plain text').fill('{{link}} for {{lastName}}');
  await page.getByText('Plain text', { exact: true }).last().click();
  await vi.waitFor(
    async () => expect(await page.getByLabel('The mail as plain text').inputValue()).toContain('for Byron'),
    10_000,
  );
});

test('the preview is of whom and when one wants to see', async () => {
  const when = '{{#if isPlanned}}soon{{else}}{{#if isOpen}}now{{else}}then{{/if}}{{/if}}';
  const html = `{{link}} {{role}} {{#if isModerator}}leads{{/if}} ${when}{{#unless startsAt}}, ever{{/unless}}.`;
  const page = await openTemplate(await saveTemplate({ html }));
  await page.getByLabel('Who gets the mail').selectOption('moderator');
  await page.getByLabel('When the mail is sent').selectOption('open');
  await preview(page).getByText('moderator leads now.').waitFor();
  await page.getByLabel('When the mail is sent').selectOption('over');
  await preview(page).getByText('moderator leads then.').waitFor();
  await page.getByLabel('When the mail is sent').selectOption('timeless');
  await preview(page).getByText('moderator leads then, ever.').waitFor();
});

test('an older preview that comes late does not take the place of a newer one', async () => {
  const page = await openTemplate(await saveTemplate());
  const { promise: newerIsShown, resolve } = Promise.withResolvers<void>();
  const older = page.waitForResponse(response => response.request().postData()?.includes('older') === true);
  await page.route('**/preview', async route => {
    if (route.request().postData()?.includes('older')) await newerIsShown;
    await route.continue();
  });
  const asked = page.waitForRequest(request => request.postData()?.includes('older') === true);
  await field(page, 'Subject').fill('older');
  await asked;
  await field(page, 'Subject').fill('newer');
  await page.locator('#mail-subject', { hasText: 'newer' }).waitFor();
  resolve();
  await (await older).finished();
  await page.evaluate('new Promise(requestAnimationFrame)');
  expect(await page.locator('#mail-subject').textContent()).toBe('newer');
});

test('what is wrong stands at its field, leads to its line, and leaves the last good preview', async () => {
  const page = await openTemplate(await saveTemplate());
  await field(page, 'HTML').fill(content.html.replace('firstName', 'fristName'));
  await expectState(page, 'template_invalid');
  const problem = page.locator('#html-problems').getByRole('button');
  await problem.filter({ hasText: 'Line 4: there is no variable fristName' }).waitFor();
  expect(await field(page, 'HTML').getAttribute('aria-invalid')).toBe('true');
  expect(await field(page, 'Subject').getAttribute('aria-invalid')).toBe('false');
  await page.getByText(words.preview.stale).waitFor();
  await preview(page).getByText('Dear Ada').waitFor();
  await problem.click();
  await page.keyboard.press('Shift+End');
  expect(await page.evaluate('getSelection().toString()')).toBe('{{fristName}}</p>');
  await page.keyboard.insertText('{{firstName}}</p>');
  await expectState(page, 'ready');
  expect(await problem.count()).toBe(0);
  expect(await field(page, 'HTML').getAttribute('aria-invalid')).toBe('false');
});

test('a variable is inserted at the caret, a case around what is selected, and both are saved', async () => {
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
  await page.locator('[data-action=save]').click();
  await page.getByText(words.saved, { exact: true }).waitFor();
  await page.reload();
  await page.locator('#mail[data-shown=current]').waitFor();
  expect(await field(page, 'Subject').inputValue()).toBe(subject);
  expect(await savedTemplate(id)).toEqual({ ...content, subject });
});

test('what was pasted from Kaltura is shown with variables once it is saved', async () => {
  const page = await openTemplate(await saveTemplate());
  await field(page, 'Plain text').fill('Dear {FIRSTNAME}: {URL}');
  await page.keyboard.press('ControlOrMeta+s');
  await page.getByText(words.saved, { exact: true }).waitFor();
  expect(await field(page, 'Plain text').inputValue()).toBe('Dear {{firstName}}: {{link}}');
});

test('what cannot be saved is not, and the caret stands in the field that is wrong', async () => {
  const id = await saveTemplate();
  const page = await openTemplate(id);
  await field(page, 'Plain text').fill('No way in');
  await page.locator('[data-action=save]').click();
  await page.getByText(words.problems.template_invalid.sentence).waitFor();
  await page.locator('#text-problems', { hasText: 'must show {{link}}' }).waitFor();
  expect(await page.evaluate('document.activeElement.id')).toBe('text');
  expect(await savedTemplate(id)).toEqual(content);
});

test('of two administrators the second is told, can look at the other’s text, and then saves over it', async () => {
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

test('what becomes of a save is said of its own template alone', async () => {
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
  await page
    .getByRole('heading', { name: other.split('/')[0] ?? '' })
    .first()
    .waitFor();
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

test('a template is back at its default after a question, and one without a default is gone', async () => {
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

test('a new template begins as a copy of the English invitation, for its own language, and is there once it is saved', async () => {
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
  await page.locator('[data-action=save]').click();
  await page.getByText(words.saved, { exact: true }).waitFor();
  expect((await savedTemplate('invitation/fa')).subject).toBe(subject);
});

test('what is not saved is marked, kept while one looks at another template, and not left unasked', async () => {
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
    void question.dismiss();
  });
  await page.close({ runBeforeUnload: true });
  await vi.waitFor(() => expect(questions).toEqual(['beforeunload']), 10_000);
  await page.locator('[data-action=discard]').click();
  await page.locator('[data-action=confirm]').click();
  await page.locator('#mail-subject', { hasText: 'Come to Cell biology' }).waitFor();
  expect(await field(page, 'Subject').inputValue()).toBe(content.subject);
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
      if (presses > 40) throw new Error(`Tab does not lead to ${wanted}`);
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

test('nothing of a template runs in the preview, and no link leads out of it', async () => {
  const page = await newPage();
  const happened: string[] = [];
  page.on('response', response => happened.push(response.url()));
  await page.exposeFunction('ran', (what: string) => happened.push(`ran ${what}`));
  await page.route('https://elsewhere.test/**', route => route.fulfill({ body: '' }));
  const evil = [
    '<script>parent.ran("script"); fetch("/v1/site/settings?stolen")</script>',
    '<img src="data:," onerror="parent.ran(\'onerror\')">',
    '<svg onload="parent.ran(\'onload\')"></svg>',
    '<iframe src="javascript:parent.parent.ran(\'frame\')"></iframe>',
    '<iframe src="/i?framed"></iframe>',
    '<link rel="stylesheet" href="https://elsewhere.test/stolen.css">',
    '<meta http-equiv="refresh" content="0; url=/i?refreshed">',
    '<form action="/i?sent"><button>Send</button></form>',
    '<a href="/i?left">Leave</a> <a href="/i?top" target="_top">Top</a> {{link}}',
    // What is allowed comes last: all that stands before it has had its turn.
    '<img src="https://elsewhere.test/logo.png" alt="">',
  ];
  await openTemplate(await saveTemplate({ html: `<body onload="parent.ran('body')">${evil.join('\n')}` }), {
    page,
  });
  for (const name of ['Leave', 'Top', 'Send']) await preview(page).getByText(name).click();
  await preview(page).getByText('Leave').waitFor();
  await vi.waitFor(() => expect(happened).toContain('https://elsewhere.test/logo.png'), 10_000);
  expect(happened.filter(what => /ran |stolen|framed|refreshed|sent|left|top/.test(what))).toEqual([]);
  expect(page.url()).toContain('/admin/templates#');
  expect(await page.locator('#frame').getAttribute('sandbox')).toBe('');
});

test('only this page allows styles of its own documents, and no page any script of others', async () => {
  const policyOf = async (path: string) =>
    (await fetch(origin + path)).headers.get('content-security-policy') ?? '';
  expect(await policyOf('/admin/templates')).toContain("style-src 'self' 'unsafe-inline';");
  expect(await policyOf('/i')).toContain("style-src 'self';");
  expect(await policyOf('/admin/templates')).toContain("script-src 'self';");
});

test('without a login the page says where to get one', async () => {
  const page = await newPage();
  await page.goto('/admin/templates');
  await expectState(page, 'unauthenticated');
  await page.getByRole('heading', { name: words.noLogin.sentence }).waitFor();
  await page.getByText(words.noLogin.next).waitFor();
});

test.each([
  ['unauthenticated', { ...administrator, expiresIn: -600 }],
  ['forbidden', { ...administrator, scope: 'rooms:write' }],
] as const)('a login that is %s is told what to do', async (code, as) => {
  const page = await newPage();
  await openPage(page, as);
  await expectState(page, code);
  await page.getByText(words.problems[code].next).waitFor();
  expect(await page.locator('#work').isVisible()).toBe(false);
});

test('a login that is handed over is out of the address at once, and lasts as long as the tab', async () => {
  const page = await newPage();
  await openPage(page);
  await expectState(page, 'ready');
  expect(page.url()).toBe(`${origin}/admin/templates#invitation/en`);
  expect(await page.evaluate('history.length')).toBe(2);
  await page.reload();
  await expectState(page, 'ready');
});

test('what was written outlasts a login that ends, and a network that is gone', async () => {
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
  await page.locator('[data-action=save]').click();
  await page.getByText(words.saved, { exact: true }).waitFor();
  expect((await savedTemplate(id)).subject).toBe('Written on a train');
});

test('what was written for one site is neither shown nor saved at another, whose login takes over, and waits', async () => {
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

test('the demo’s administrator finds the page, signed in; nobody else does', async () => {
  const page = await newPage();
  await openDemo(page, 'owner', 'open-room');
  expect(await page.getByRole('link', { name: 'Mail templates' }).isVisible()).toBe(false);
  await openDemo(page, 'admin', 'open-room');
  await page.getByRole('link', { name: 'Mail templates' }).click();
  await page.waitForURL('**/admin/templates#invitation/en');
  await expectState(page, 'ready');
});
