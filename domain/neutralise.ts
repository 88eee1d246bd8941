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

/** Mail programs make links of these by themselves: `evil.example`, `1.2.3.4`, `mailto:a`, `//host`. Other numbers are none. */
const DOT_OF_A_HOST = /(?<=[^\s.\p{N}])\.(?=[^\s.])|(?<=[^\s.])\.(?=[^\s.\p{N}])/gu;
/** Other scripts' full stops are dots to browsers, and end sentences there. */
const WIDE_DOT_OF_A_HOST = /(?<=[\w-])[。．｡](?=\w)/g;
const IP_ADDRESS = /\p{N}+(?:\.\p{N}+){3}/gu;
const COLON_OF_A_SCHEME = /(?<=[^\s\p{N}]):(?=\S)/gu;
const SLASHES_OF_AN_ADDRESS = /[/\\／＼]{2,}|(?<=[:∶])[/\\／＼]/g;

/** Words that somebody has chosen, such as a title: harmless, and no mail program makes a link of them. */
export const neutraliseWords = (value: string): string =>
  neutralise(value)
    .replace(SLASHES_OF_AN_ADDRESS, slashes => '⁄'.repeat(slashes.length))
    .replace(COLON_OF_A_SCHEME, '∶')
    .replace(IP_ADDRESS, address => address.replaceAll('.', '․'))
    .replace(DOT_OF_A_HOST, '․')
    .replace(WIDE_DOT_OF_A_HOST, '․');

/** A name may stand right before another: `evil.` before `example` makes no host either. */
export const neutraliseName = (name: string): string => neutralise(name).replace(/\.$/, '․');
