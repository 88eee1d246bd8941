const LOOKALIKES: Record<string, string> = { '<': '‹', '>': '›', '"': '”', "'": '’' };
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what goes
const UNWANTED = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;
/** `&lt;` and `&#60;`: HTML would read a character that was taken out. */
const CHARACTER_REFERENCE = /&(?=#|[A-Za-z][A-Za-z0-9]*;)/g;

/**
 * SES escapes nothing and fills one set of values into subject, HTML and text, so values are made harmless
 * rather than escaped (contract section 7).
 */
export const neutralise = (value: string): string =>
  value
    .replace(UNWANTED, ' ')
    .replace(/[<>"']/g, character => LOOKALIKES[character] ?? '')
    .replace(CHARACTER_REFERENCE, '＆');

/** `://`, and a dot before letters, as in `evil.example`: mail programs make links of them by themselves. */
const SCHEME = /:\/\//g;
const DOT_OF_A_HOST = /(?<=[\p{L}\p{M}\p{N}])\.(?=\p{L})/gu;

/** Words that somebody has chosen, such as a title: harmless, and no mail program makes a link of them. */
export const neutraliseWords = (value: string): string =>
  neutralise(value).replace(SCHEME, ':⁄⁄').replace(DOT_OF_A_HOST, '․');
