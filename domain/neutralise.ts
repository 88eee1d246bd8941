const LOOKALIKES: Record<string, string> = { '<': '‹', '>': '›', '"': '”', "'": '’' };
// biome-ignore lint/suspicious/noControlCharactersInRegex: this pattern removes them
const UNWANTED = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;
/** `&lt;` and `&#60;`: HTML would decode them to a character that was removed. */
const CHARACTER_REFERENCE = /&(?=#|[A-Za-z][A-Za-z0-9]*;)/g;

/**
 * SES escapes nothing and fills the same values into subject, HTML and text, so values are neutralised, not escaped
 * (docs/contract.md#7-mail).
 */
export const neutralise = (value: string): string =>
  value
    .replace(UNWANTED, ' ')
    .replace(/[<>"']/g, character => LOOKALIKES[character] ?? '')
    .replace(CHARACTER_REFERENCE, '＆');

/** Mail programs turn `evil.example`, `1.2.3.4`, `mailto:a` and `//host` into links. Other numbers they leave. */
const DOT_OF_A_HOST = /(?<=[^\s.\p{N}])\.(?=[^\s.])|(?<=[^\s.])\.(?=[^\s.\p{N}])/gu;
/** Browsers read full stops of other scripts as dots of a host. Between words of those scripts they end sentences. */
const WIDE_DOT_OF_A_HOST = /(?<=[\w-])[。．｡](?=\w)/g;
const IP_ADDRESS = /\p{N}+(?:\.\p{N}+){3}/gu;
const COLON_OF_A_SCHEME = /(?<=[^\s\p{N}]):(?=\S)/gu;
const SLASHES_OF_AN_ADDRESS = /[/\\／＼]{2,}|(?<=[:∶])[/\\／＼]/g;

/** Neutralises free text, such as a title, so that no mail program turns a part of it into a link. */
export const neutraliseWords = (value: string): string =>
  neutralise(value)
    .replace(SLASHES_OF_AN_ADDRESS, slashes => '⁄'.repeat(slashes.length))
    .replace(COLON_OF_A_SCHEME, '∶')
    .replace(IP_ADDRESS, address => address.replaceAll('.', '․'))
    .replace(DOT_OF_A_HOST, '․')
    .replace(WIDE_DOT_OF_A_HOST, '․');

const LINE_BREAK = /\r\n?|[\n\u0085\u2028\u2029]/;

/** Neutralises free text as {@link neutraliseWords} does, but keeps line breaks, as in a description. */
export const neutraliseParagraphs = (value: string): string =>
  value.split(LINE_BREAK).map(neutraliseWords).join('\n');

/** A template may join two names. `evil.` followed by `example` must not become a host name. */
export const neutraliseName = (name: string): string => neutraliseWords(name).replace(/\.$/, '․');
