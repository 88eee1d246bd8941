/** Query strings as PHP writes and reads them, because Kaltura's server reads the fields of a session with PHP. */

export function writeQuery(fields: Iterable<readonly [string, string]>): string {
  return Array.from(fields, pair => pair.map(encode).join('=')).join('&');
}

/** The last of two equal names wins, in the place of the first. */
export function readQuery(query: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const part of query.split('&')) {
    const [name = '', ...value] = part.split('=');
    const key = toKey(decode(name));
    if (key !== '') fields.set(key, decode(value.join('=')));
  }
  return fields;
}

/** PHP drops spaces at the beginning of a name and puts `_` for the characters that its variables cannot have. */
function toKey(name: string): string {
  return name.replace(/^ +/, '').replaceAll(/[. [\]]/g, '_');
}

function encode(text: string): string {
  const escaped = encodeURIComponent(text).replaceAll(/[!'()*~]/g, toHex);
  return escaped.replaceAll('%20', '+');
}

const toHex = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

/** Byte by byte, so that a malformed escape stays as it is instead of making the whole text unreadable. */
function decode(text: string): string {
  const bytes = Buffer.from(text.replaceAll('+', ' '), 'utf8').toString('latin1');
  const decoded = bytes.replaceAll(/%([0-9a-f]{2})/gi, (_, hex) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(decoded, 'latin1').toString('utf8');
}
