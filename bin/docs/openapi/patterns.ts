const CLASS = /\[(?:\\.|[^\]\\])*\]|\\p\{[\w=]+\}/g;
const known = new Map<string, string>();

/**
 * Rewrites a pattern for every regular-expression engine: many tools do not support Unicode classes such as `\p{L}`,
 * so their characters are listed. Characters beyond U+FFFF are left out, as engines write them differently.
 */
export const portable = (pattern: string): string =>
  pattern.replace(CLASS, part => (part.includes('\\p{') ? listed(part) : part));

/** Lists a class as the ranges of its characters. */
function listed(part: string): string {
  const ranges = known.get(part) ?? rangesOf(new RegExp(part, 'u'));
  known.set(part, ranges);
  return `[${ranges}]`;
}

function rangesOf(characters: RegExp): string {
  const ranges: string[] = [];
  let first: number | undefined;
  for (let code = 0; code <= 0x10000; code += 1) {
    const isIn = code <= 0xffff && characters.test(String.fromCharCode(code));
    if (isIn) first ??= code;
    if (isIn || first === undefined) continue;
    ranges.push(first === code - 1 ? written(first) : `${written(first)}-${written(code - 1)}`);
    first = undefined;
  }
  return ranges.join('');
}

function written(code: number): string {
  const character = String.fromCharCode(code);
  return /[\w ']/.test(character) ? character : `\\u${code.toString(16).padStart(4, '0')}`;
}
