import { expect, test, vi } from 'vitest';
import { words } from '../../web/admin/words.ts';
import { expectState, newPage, useBrowser } from './support/browser.ts';
import { origin } from './support/site.ts';
import { content, field, openTemplate, preview, saveTemplate } from './support/templates.ts';

/** The preview of a mail template. */

useBrowser();

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

test('the administrator chooses the role and the session time of the preview', async () => {
  const when = '{{#if isPlanned}}soon{{else}}{{#if isOpen}}now{{else}}then{{/if}}{{/if}}';
  const html = `{{link}} {{role}} {{#if isModerator}}leads{{/if}} ${when}{{#unless startsAt}}, ever{{/unless}}.`;
  const page = await openTemplate(await saveTemplate({ html }));
  await page.getByLabel('Who gets the mail').selectOption('moderator');
  await page.getByLabel('When the mail is sent').selectOption('open');
  await preview(page).getByText('moderator leads now.').waitFor();
  await page.getByLabel('When the mail is sent').selectOption('over');
  await preview(page).getByText('moderator leads then.').waitFor();
  await page.getByLabel('When the mail is sent').selectOption('without_a_time');
  await preview(page).getByText('moderator leads then, ever.').waitFor();
});

test('an older preview that arrives late does not replace a newer one', async () => {
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

test('an error is shown at its field, leads to its line, and leaves the last valid preview', async () => {
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

test('no code of a template runs in the preview, and no link leads out of it', async () => {
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
    // The allowed picture is last: when it is fetched, everything before it has been processed.
    '<img src="https://elsewhere.test/logo.png" alt="">',
  ];
  await openTemplate(await saveTemplate({ html: `<body onload="parent.ran('body')">${evil.join('\n')}` }), {
    page,
  });
  await vi.waitFor(() => expect(happened).toContain('https://elsewhere.test/logo.png'), 20_000);
  // By keyboard: Chromium's driver needs many tries to click an element in a frame that is scaled down.
  for (const name of ['Leave', 'Top', 'Send']) await preview(page).getByText(name).press('Enter');
  await preview(page).getByText('Leave').waitFor();
  await page.waitForLoadState('networkidle');
  expect(happened.filter(what => /ran |stolen|framed|refreshed|sent|left|top/.test(what))).toEqual([]);
  expect(page.url()).toContain('/admin/templates#');
  expect(await page.locator('#frame').getAttribute('sandbox')).toBe('');
});

test('only this page allows inline styles, and no page allows foreign scripts', async () => {
  const policyOf = async (path: string) =>
    (await fetch(origin + path)).headers.get('content-security-policy') ?? '';
  expect(await policyOf('/admin/templates')).toContain("style-src 'self' 'unsafe-inline';");
  const inviteePage = await (await fetch(`${origin}/i`)).text();
  expect(inviteePage).toMatch(
    /<meta http-equiv="content-security-policy" content="style-src 'sha256-[^' ]+'" \/>/,
  );
  for (const path of ['/i', '/admin/templates']) expect(await policyOf(path)).toContain("script-src 'self';");
});
