import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DEFAULT_TEMPLATE_LOCALES } from '../../domain/template.ts';
import { wordsFor } from '../../emails/defaults.ts';
import { directionOf } from '../../web/messages/messages.ts';

const names = new Intl.DisplayNames('en', { type: 'language' });

test.each(['docs/email-templates.md', 'CHANGELOG.md'])(
  '%s names the language of each default template',
  page => {
    const text = readFileSync(page, 'utf8').replace(/\s+/g, ' ');
    const missing = DEFAULT_TEMPLATE_LOCALES.filter(locale => !text.includes(names.of(locale) ?? locale));
    expect(missing).toEqual([]);
  },
);

test('pages and mails write each language in the same direction', () => {
  for (const locale of DEFAULT_TEMPLATE_LOCALES) expect(directionOf(locale)).toBe(wordsFor(locale).dir);
});
