import * as z from 'zod';

/** Control characters, for use in a character class. */
const CONTROL = '\\u0000-\\u001f\\u007f-\\u009f';
/** The same, without tab and line breaks. */
const CONTROL_IN_PARAGRAPH = '\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f';
const ANY_CONTROL = new RegExp(`[${CONTROL}]`);
const ANY_CONTROL_IN_PARAGRAPH = new RegExp(`[${CONTROL_IN_PARAGRAPH}]`);

export const NOT_EMPTY = 'must not be empty';
const wellFormed = (text: string) => text.isWellFormed();

/** Counts code points, as JSON Schema does: an emoji is one character, although JavaScript's `length` is 2. */
const isUpTo = (maxLength: number) => (text: string) => [...text].length <= maxLength;
const atMost = (maxLength: number) => `must have at most ${maxLength.toLocaleString('en')} characters`;

export const textSchema = (maxLength: number) =>
  z.string().refine(isUpTo(maxLength), atMost(maxLength)).meta({ maxLength });

/** One line of text: no control characters, no lone surrogates, not empty. */
export const lineSchema = (maxLength: number) =>
  z
    .string()
    .trim()
    .min(1, NOT_EMPTY)
    .refine(isUpTo(maxLength), atMost(maxLength))
    .refine(text => !ANY_CONTROL.test(text), 'must be one line without control characters')
    .refine(wellFormed, 'must be well-formed Unicode')
    .meta({ maxLength, pattern: `^[^${CONTROL}]*[^\\s${CONTROL}][^${CONTROL}]*$` });

/** Text that may have line breaks and may be empty. */
export const paragraphSchema = (maxLength: number) =>
  textSchema(maxLength)
    .refine(text => !ANY_CONTROL_IN_PARAGRAPH.test(text), 'must not have control characters')
    .refine(wellFormed, 'must be well-formed Unicode')
    .meta({ pattern: `^[^${CONTROL_IN_PARAGRAPH}]*$` });

/** A note for a pattern that is narrower than the check. Responses may have values that do not match it. */
export const RARER_TOO = 'Rarer characters are accepted too.';

/** The pattern of URLs in the OpenAPI document: ASCII host names, and the characters of RFC 3986. */
const IN_PATH = '(?:[!$&-;=@-Z_a-z~]|%[0-9A-Fa-f]{2})*';
const IN_QUERY = '(?:[!$&-;=?-Z_a-z~]|%[0-9A-Fa-f]{2})*';
const HTTPS_URL =
  '^https://(?:[A-Za-z0-9-]+\\.)*[A-Za-z][A-Za-z0-9-]*(?::[0-9]{1,4})?' +
  `(?:/${IN_PATH})?(?:\\?${IN_QUERY})?(?:#${IN_QUERY})?$`;

/** An https URL without spaces, invisible characters and lone surrogates. */
export const httpsUrlSchema = (maxLength: number, right = 'must be an https URL') =>
  z
    .url({ protocol: /^https$/, error: ({ input }) => (input === undefined ? undefined : right) })
    .max(maxLength)
    .refine(
      url => !/[\s\p{Cc}\p{Cf}\p{Cs}]/u.test(url),
      'must not have spaces, control characters or unpaired surrogates',
    )
    .meta({ pattern: HTTPS_URL, $comment: RARER_TOO });

const UNWANTED_IN_TEXT = /[\p{Cc}\u2028\u2029]/gu;
const UNWANTED_IN_PARAGRAPH = /(?![\t\n\r])\p{Cc}/gu;

/** Makes a text of another system one line that {@link lineSchema} accepts, if it is not empty. */
export const cutLine = (text: string): string =>
  cutTo(200, text.toWellFormed().replace(UNWANTED_IN_TEXT, ' '));
/** Makes a text of another system one that {@link paragraphSchema} accepts. */
export const cutParagraph = (text: string): string =>
  cutTo(2000, text.toWellFormed().replace(UNWANTED_IN_PARAGRAPH, ''));

const cutTo = (length: number, text: string): string => [...text.trim()].slice(0, length).join('').trim();

const NAME_LENGTH = 80;
const UNWANTED_IN_NAMES = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

/** Cuts a name to the maximum length that is shown. */
export const cutName = (name: string): string => [...name].slice(0, NAME_LENGTH).join('').trim();

/** A name claim of a login. A value that is not a string counts as no name (docs/contract.md#2-callers, Claims). */
export const nameClaim = z
  .string()
  .catch('')
  .transform(name => cutName(name.toWellFormed().replace(UNWANTED_IN_NAMES, '').trim()));

const FOLDED_LENGTH = 100;
/** Letters that Unicode does not decompose, as people type them on a keyboard that lacks them. */
const UNDECOMPOSED: Record<string, string> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ŧ: 't',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ß: 'ss',
  ı: 'i',
};
const APOSTROPHES = /['’‘‛ʼʻ´`′＇]/g;

/**
 * Folds a text for the typeahead: lower case, without accents and apostrophes. It is cut to fit into a DynamoDB key,
 * because NFKD turns some characters into 18.
 */
export const fold = (text: string): string =>
  cutFolded(
    text
      .replace(APOSTROPHES, '')
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[łøđðħŧþæœßı]/g, letter => UNDECOMPOSED[letter] ?? letter)
      .trim(),
  );

/** How the previous release folded stored words. They are replaced when the backend puts the person again. */
export const formerFold = (text: string): string =>
  cutFolded(text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim());

const cutFolded = (folded: string): string => [...folded].slice(0, FOLDED_LENGTH).join('');

const IDEOGRAPHIC = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** The minimum length of a typeahead query; 1 for Chinese, Japanese and Korean, because those names are short. */
export const fewestToFind = (folded: string): number => (IDEOGRAPHIC.test(folded) ? 1 : 3);
