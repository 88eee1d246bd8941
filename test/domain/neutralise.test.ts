import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  neutralise,
  neutraliseName,
  neutraliseParagraphs,
  neutraliseWords,
} from '../../domain/neutralise.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must be removed
const HARMFUL = /[<>"'\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;
const CHARACTER_REFERENCE = /&(#|[A-Za-z][A-Za-z0-9]*;)/;

const values = fc.string({
  unit: fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    fc.constantFrom(...'<>"\'\r\n\u202e\u2066\u2028\u0085&#;x.:/'),
  ),
});

describe.each([
  ['neutralise', neutralise],
  ['neutraliseWords', neutraliseWords],
])('%s', (_, harmlessly) => {
  test('removes markup, quotes, line breaks, control and direction-override characters, also as character references', () => {
    fc.assert(
      fc.property(values, value => {
        const harmless = harmlessly(value);
        expect(harmless).not.toMatch(HARMFUL);
        expect(harmless).not.toMatch(CHARACTER_REFERENCE);
        expect(harmlessly(harmless)).toBe(harmless);
      }),
      { numRuns: 1000 },
    );
  });

  test('keeps harmless characters, and replaces the others by look-alikes', () => {
    expect(harmlessly('O’Neill & Söhne – عربي 100 %')).toBe('O’Neill & Söhne – عربي 100 %');
    expect(harmlessly(`<a href="x">it's</a>`)).toBe('‹a href=”x”›it’s‹/a›');
    expect(harmlessly('a\r\nBcc: b')).toBe('a Bcc: b');
  });

  test.each([
    ['&#8238;gnp', '＆#8238;gnp'],
    ['&lt;script&gt;', '＆lt;script＆gt;'],
    ['&#x3c;', '＆#x3c;'],
    ['Q&A; R&D', 'Q＆A; R&D'],
  ])('prevents HTML from reading a character reference in %s', (value, harmless) => {
    expect(harmlessly(value)).toBe(harmless);
  });
});

describe('text that a person typed', () => {
  test.each([
    'https://evil.example/a',
    'HTTP://evil.example',
    'evil.example',
    'See www.evil.example, now',
    'a@evil.example',
    'эвил.рф',
    'evil.xn--p1ai',
    'i❤.ws',
    '☃.net',
    'a@❤.ws',
    'evil\u200b.example',
    'evil.\u00adexample',
    'evil2.3com',
    'evil．example',
    'evil。example',
    '1.2.3.4/login',
    'https:\\\\1.2.3.4\\x',
    'http:／／1.2.3.4',
    '//1.2.3.4/x',
    '//localhost',
    'mailto:a@b',
    'tel:123',
  ])('%s do not become a link', value => {
    const harmless = neutraliseWords(value);
    expect(harmless).not.toMatch(
      /\p{L}:\S|:[/\\／＼]|\/\/|[^\s\p{N}]\.\S|\S\.[^\s\p{N}]|(?:\d+\.){3}|\w[。．]\w/u,
    );
    expect(neutraliseWords(harmless)).toBe(harmless);
  });

  test.each([
    'At 10:30. Bring a pen.',
    'At 10.30, 3.5 hours',
    'Version 2.1.3',
    'Dr. Ada Byron',
    'Wait...',
    '… and so on',
    'and/or',
    'Week 3: cells',
    '生物学。入門',
    'شرح: الخلايا',
  ])('%s are unchanged', value => {
    expect(neutraliseWords(value)).toBe(value);
  });
});

test('paragraphs keep their lines for every kind of line break, and each line is harmless', () => {
  expect(neutraliseParagraphs('One.\r\nTwo\n\nthree\u2028<b>\revil.example')).toBe(
    'One.\nTwo\n\nthree\n‹b›\nevil․example',
  );
});

test('a name forms no host name, alone or with the text after it, and looks the same', () => {
  expect(neutraliseName('evil.')).toBe('evil․');
  expect(neutraliseName('evil.example')).toBe('evil․example');
  expect(neutraliseName('J.R.R.')).toBe('J․R․R․');
  expect(neutraliseName('Ada J. Byron Jr.')).toBe('Ada J. Byron Jr․');
});
