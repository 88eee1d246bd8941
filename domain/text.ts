import * as z from 'zod';

// biome-ignore lint/suspicious/noControlCharactersInRegex: this is where they are refused
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: all of them but tab and line breaks
const CONTROL_IN_PARAGRAPH = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

export const NOT_EMPTY = 'must not be empty';
const atMost = (length: number) => `must have at most ${length.toLocaleString('en')} characters`;
const wellFormed = (text: string) => text.isWellFormed();

/** One line of text: no control characters, no half characters, not empty. */
export const lineSchema = (maxLength: number) =>
  z
    .string()
    .trim()
    .min(1, NOT_EMPTY)
    .max(maxLength, atMost(maxLength))
    .refine(text => !CONTROL.test(text), 'must be one line without control characters')
    .refine(wellFormed, 'must be well-formed Unicode');

/** Text that may have line breaks; may be empty. */
export const paragraphSchema = (maxLength: number) =>
  z
    .string()
    .max(maxLength, atMost(maxLength))
    .refine(text => !CONTROL_IN_PARAGRAPH.test(text), 'must not have control characters')
    .refine(wellFormed, 'must be well-formed Unicode');

/** An https URL as a browser would take it from an address bar: nothing invisible, no half characters. */
export const httpsUrlSchema = (maxLength: number) =>
  z
    .url({ protocol: /^https$/ })
    .max(maxLength)
    .refine(
      url => !/[\s\p{Cc}\p{Cf}\p{Cs}]/u.test(url),
      'must not have spaces, control characters or half characters',
    );

const FOLDED_LENGTH = 100;

/**
 * Lower case, without accents, and no longer than a key has room for (some letters become 18): how the typeahead
 * compares.
 */
export function fold(text: string): string {
  const folded = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();
  return [...folded].slice(0, FOLDED_LENGTH).join('');
}
