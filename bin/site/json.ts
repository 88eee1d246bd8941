// biome-ignore lint/suspicious/noControlCharactersInRegex: a string of JSON has none
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SCALAR = new RegExp(
  `${STRING.source}|-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?|true|false|null`,
  'y',
);
// Not \s: a no-break space is none.
const BLANKS = /[ \t\r\n]*/y;

/** How far a text is JSON: the index of what should not be there, or is there too early. */
export function endOfJson(text: string): number {
  let at = 0;
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const isThere = pattern.test(text);
    if (isThere) at = pattern.lastIndex;
    return isThere;
  };
  /** Takes what is there with the blanks around it. */
  const token = (pattern: RegExp): boolean => {
    take(BLANKS);
    return take(pattern) && take(BLANKS);
  };
  const value = (): boolean => {
    if (token(/\{/y)) return list(member, /\}/y);
    if (token(/\[/y)) return list(value, /\]/y);
    return token(SCALAR);
  };
  const member = (): boolean => token(STRING) && token(/:/y) && value();
  const list = (element: () => boolean, end: RegExp): boolean => {
    if (token(end)) return true;
    do if (!element()) return false;
    while (token(/,/y));
    return token(end);
  };
  value();
  return at;
}
