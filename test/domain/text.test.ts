import { expect, test } from 'vitest';
import { fold, lineSchema, paragraphSchema } from '../../domain/text.ts';

test('folding removes case, accents and compatibility forms', () => {
  expect(['ÉVA', 'éva', 'e\u0301va', ' Éva ', 'ＥＶＡ'].map(fold)).toEqual(Array(5).fill('eva'));
  expect(fold('محمد')).toBe('محمد');
});

test('folding replaces letters that do not decompose by the letters that people without the key type', () => {
  expect(['Łukasz', 'Søren', 'Đorđe', 'Guðrún', 'Þór', 'Æsop', 'Œdipe', 'Strauß', 'Işık'].map(fold)).toEqual([
    'lukasz',
    'soren',
    'dorde',
    'gudrun',
    'thor',
    'aesop',
    'oedipe',
    'strauss',
    'isik',
  ]);
});

test('folding makes apostrophes equal, and optional', () => {
  const typed = ["O'Neil", 'O’Neil', 'O‘Neil', 'OʼNeil', 'O´Neil', 'O`Neil', 'ONeil'];
  expect(new Set(typed.map(fold))).toEqual(new Set(['oneil']));
});

test('a line is trimmed, not empty, one line, well-formed and not too long', () => {
  const line = lineSchema(5);
  expect(line.parse(' ab\n')).toBe('ab');
  for (const wrong of ['', ' ', 'abcdef', 'a\nb', 'a\u0000', 'a\u0085b', '\ud800'])
    expect(line.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false);
});

test('a paragraph may be empty and have line breaks, but no other control characters', () => {
  const paragraph = paragraphSchema(5);
  for (const right of ['', 'a\nb', 'a\r\nb', 'a\tb']) expect(paragraph.parse(right)).toBe(right);
  for (const wrong of ['abcdef', 'a\u0000', 'a\u001b', '\udc00'])
    expect(paragraph.safeParse(wrong).success).toBe(false);
});
