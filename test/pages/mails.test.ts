import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { SAMPLE_LINK, type SampleCase, sampleCases } from '../../domain/sample-variables.ts';
import { DEFAULT_TEMPLATE_LOCALES } from '../../domain/template.ts';
import { wordsFor } from '../../emails/defaults.ts';
import { qrCodePng } from '../../functions/mail/qr-code.ts';
import { render, variablesOf } from '../emails/support.ts';
import { newPage, useBrowser } from './support/browser.ts';
import { expectGoodLook } from './support/look.ts';

/** Mails as people see them: every case in English, and one of each other language on a contact sheet. */

useBrowser();

const qrCode = `data:image/png;base64,${qrCodePng(SAMPLE_LINK).toString('base64')}`;
const cases = sampleCases.filter(({ without = [] }) => without.length === 0);

function htmlOf(locale: string, of: SampleCase): string {
  const words = wordsFor(locale);
  return render(words.invitation, { ...variablesOf(words, of), qrCode }).html;
}

test.each(cases)(
  'the mail to a $role of a session that is $kind is accessible, on a phone and a desktop',
  async of => {
    const page = await newPage();
    await page.setContent(htmlOf('en', of));
    await expectGoodLook(page, `mail-${of.role}-${of.kind}`, 'mail');
  },
);

test('is readable without its picture, which some mail programs do not show', async () => {
  const page = await newPage();
  await page.setContent(
    render(wordsFor('en').invitation, variablesOf(wordsFor('en'), { role: 'viewer', kind: 'open' })).html,
  );
  await page.getByAltText('QR code of your link').waitFor();
  await expectGoodLook(page, 'mail-without-pictures', 'mail');
});

test('the withdrawal mail is accessible, too', async () => {
  const page = await newPage();
  const words = wordsFor('en');
  await page.setContent(
    render(words.withdrawal, variablesOf(words, { role: 'viewer', kind: 'planned' })).html,
  );
  await expectGoodLook(page, 'mail-withdrawal', 'mail');
});

test('a contact sheet shows the mails in the other languages side by side', async () => {
  const page = await newPage();
  const locales = DEFAULT_TEMPLATE_LOCALES.filter(locale => locale !== 'en');
  await page.setViewportSize({ width: locales.length * 390, height: 1400 });
  const frames = locales.map(
    locale => `<iframe title="${locale}" width="375" height="1380" style="border:0"></iframe>`,
  );
  await page.setContent(`<body style="margin:0;display:flex;gap:15px;background:#999">${frames.join('')}`);
  for (const locale of locales) await show(page, locale);
  await page.screenshot({ path: 'artifacts/pages/mail-contact-sheet.png' });
});

async function show(page: Page, locale: string): Promise<void> {
  const frame = await (await page.waitForSelector(`iframe[title="${locale}"]`)).contentFrame();
  if (frame === null) throw new Error('a frame has a document');
  await frame.setContent(htmlOf(locale, { role: 'speaker', kind: 'planned' }));
  const look = await frame.evaluate('[document.documentElement.dir, document.documentElement.scrollWidth]');
  expect(look).toEqual([wordsFor(locale).dir, 375]);
}
