import { describe, expect, test } from 'vitest';
import { type Role, roles } from '../../domain/role.ts';
import { sampleCases } from '../../domain/sample-variables.ts';
import { DEFAULT_TEMPLATE_LOCALES, type TemplateContent, variableNames } from '../../domain/template.ts';
import { bestDefault, defaultTemplate, isSeeded, wordsFor } from '../../emails/defaults.ts';
import { directionOf } from '../../web/messages/messages.ts';
import { render, variablesOf } from './support.ts';

/** One case for each role and kind of session. */
const fullCases = sampleCases.filter(({ without = [] }) => without.length === 0);
const shown = [
  'fullName',
  'inviterName',
  'roomTitle',
  'roomDescription',
  'startsAt',
  'endsAt',
  'opensAt',
  'expiresAt',
  'siteName',
] as const;
const planned = { role: 'speaker', kind: 'planned' } as const;

describe.each(DEFAULT_TEMPLATE_LOCALES)('the mails in %s', locale => {
  const words = wordsFor(locale);
  const mails = sampleCases.map(each => {
    const variables = variablesOf(words, each);
    return { ...each, variables, mail: render(words.invitation, variables) };
  });

  test('are complete in every case', () => {
    for (const { mail, variables } of mails) {
      expectWhole(mail);
      expect(mail.subject).toContain(variables.roomTitle);
      expect(mail.html.split(`href="${variables.link}"`)).toHaveLength(3);
      expect(mail.text.split('\n')).toContain(variables.link);
      for (const name of shown) {
        expect(mail.html, name).toContain(variables[name]);
        expect(mail.text, name).toContain(variables[name]);
      }
    }
  });

  test('differ for every role and kind of session', () => {
    const told = (part: 'html' | 'text') =>
      fullCases.map(each => {
        const variables = variablesOf(words, each);
        return withoutValues(render(words.invitation, variables)[part], Object.values(variables));
      });
    for (const part of ['html', 'text'] as const) expect(new Set(told(part)).size).toBe(fullCases.length);
  });

  test('tell speakers and moderators the time of early entry, and viewers only the start', () => {
    const toldTo = (role: Role) => {
      const variables = variablesOf(words, { ...planned, role });
      const { html, text } = render(words.invitation, variables);
      const { opensAt, startsAt } = variables;
      return [html, text].map(
        part => [startsAt, opensAt].filter(value => value && part.includes(value)).length,
      );
    };
    expect(roles.map(toldTo)).toEqual([
      [1, 1],
      [2, 2],
      [2, 2],
    ]);
  });

  test('leave out what a room lacks, and early entry if the site has none', () => {
    const all = variablesOf(words, planned);
    const whole = render(words.invitation, all);
    const { html, text } = render(
      words.invitation,
      variablesOf(words, { ...planned, without: ['description', 'endsAt', 'earlyEntry'] }),
    );
    const lines = whole.text
      .split('\n')
      .filter(line => ![all.opensAt, all.endsAt, all.roomDescription].some(value => line.includes(value)));
    expect(text).toBe(lines.join('\n').replace(/\n{3,}/g, '\n\n'));
    const fewer = (tag: string) => whole.html.split(tag).length - html.split(tag).length;
    expect([fewer('<br>'), fewer('</tr>')]).toEqual([2, 1]);
  });

  test('load no remote content', () => {
    for (const { html } of [words.invitation, words.withdrawal]) {
      const sources = [...html.matchAll(/\b(?:src|href|background)\s*=\s*"([^"]*)"/g)].map(([, url]) => url);
      expect(sources.filter(url => url !== '{{link}}' && url !== '{{qrCode}}')).toEqual([]);
      expect(html).not.toMatch(/url\(|@import|<link|<script/);
      expect(html).toContain('<meta name="format-detection"');
      expect(html.length).toBeLessThan(20_000);
    }
  });

  test('have lines of text that fit a terminal', () => {
    for (const { mail, variables } of mails) {
      const tooWide = mail.text.split('\n').filter(line => columns(line) >= 78 && line !== variables.link);
      expect(tooWide).toEqual([]);
    }
  });

  test('render the same if lines that have only tags are kept', () => {
    for (const each of sampleCases) {
      const variables = variablesOf(words, each);
      const { text } = render(words.invitation, variables, { ignoreStandalone: true });
      expect(text).toBe(render(words.invitation, variables).text);
    }
  });

  test('name their language and its direction', () => {
    const dir = directionOf(locale);
    expect(words).toMatchObject({ locale, dir });
    for (const { html } of [words.invitation, words.withdrawal]) {
      expect(html).toMatch(new RegExp(`^<!doctype html>\\s*<html lang="${locale}" dir="${dir}"`));
      expect(html).not.toContain(`direction:${dir === 'rtl' ? 'ltr' : 'rtl'}`);
      const sides = [...html.matchAll(/;line-height:1.5;text-align:(\w+)/g)].map(([, side]) => side);
      expect(new Set(sides)).toEqual(new Set([dir === 'rtl' ? 'right' : 'left']));
    }
  });

  test('have a withdrawal mail without a link', () => {
    const variables = { ...variablesOf(words, planned), link: '', qrCode: '' };
    const mail = render(words.withdrawal, variables);
    expectWhole(mail);
    for (const part of Object.values(mail)) expect(part).toContain(variables.roomTitle);
    expect(mail.html).not.toContain('href');
  });

  test('use only existing variables and conditions', () => {
    const { unsubscribe, invitation, withdrawal, early } = words;
    const all = [invitation, withdrawal, unsubscribe, { early }]
      .flatMap(each => Object.values(each))
      .join('\n');
    const tags = [...all.matchAll(/\{\{(.*?)\}\}/g)].map(([, tag = '']) => tag);
    const names = tags.map(tag => tag.replace(/^#if /, '')).filter(tag => tag !== 'else' && tag !== '/if');
    expect(names.filter(name => !variableNames.some(known => known === name))).toEqual([]);
  });

  test('are in the list of seeded defaults', () => {
    expect(isSeeded(locale, words.invitation)).toBe(true);
    expect(isSeeded(locale, { ...words.invitation, subject: 'Edited' })).toBe(false);
  });
});

test.each(fullCases)('the mail names the role $role, for a session that is $kind', ({ role, kind }) => {
  const words = wordsFor('en');
  const { html, text } = render(words.invitation, variablesOf(words, { role, kind }));
  const told = { planned: 'It starts on', open: 'right now', without_a_time: 'whenever you like', over: '' };
  for (const part of [html, text]) {
    const found = Object.values(told).filter(sentence => sentence !== '' && part.includes(sentence));
    expect(found.join()).toBe(told[kind]);
    expect(part).toContain(`invites you as a ${role} to:`);
  }
});

test('words are found for a locale, its language, or in English', () => {
  const found = ['pt-BR', 'pt', 'pt-PT', 'de-AT', 'ja', 'sv'].map(locale => wordsFor(locale).locale);
  expect(found).toEqual(['pt-BR', 'pt-BR', 'pt-BR', 'de', 'ja', 'en']);
});

test('the best default is that of the first locale that has a default', () => {
  expect(bestDefault(['sv-SE', 'sv', 'fr', 'en']).locale).toBe('fr');
  expect(bestDefault(['pt-PT', 'pt', 'en']).locale).toBe('en');
  expect(bestDefault([]).locale).toBe('en');
});

test('a default belongs to the template of that name and locale, and to no other', () => {
  expect(defaultTemplate({ name: 'invitation', locale: 'he' })).toEqual(wordsFor('he').invitation);
  expect(defaultTemplate({ name: 'invitation', locale: 'he-IL' })).toBeUndefined();
  expect(defaultTemplate({ name: 'welcome', locale: 'he' })).toBeUndefined();
});

function expectWhole(mail: TemplateContent): void {
  for (const part of Object.values(mail)) expect(part).not.toMatch(/\{\{|\}\}|\b(undefined|null)\b/);
  expect(mail.subject).not.toContain('\n');
  expect(mail.text).not.toMatch(/\n{3}| $/m);
}

const withoutValues = (part: string, values: string[]): string =>
  values.filter(Boolean).reduce((rest, value) => rest.replaceAll(value, ''), part);

/** The width of a line in columns: East Asian wide characters take two. */
const columns = (line: string): number =>
  [...line].reduce(
    (sum, character) =>
      sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/.test(character) ? 2 : 1),
    0,
  );
