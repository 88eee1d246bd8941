/** The beginning of a token's header in base64url. A token is a compact JWS (functions/adapters/links.ts). */
const HEADER = btoa('{"alg":"HS256","kid":');
/** The signature has exactly 43 characters, so the match excludes any text that follows. */
const TOKEN = new RegExp(`${HEADER}[\\w-]{1,20}\\.[\\w-]{1,400}\\.[\\w-]{43}`);

/** Mail software may percent-encode a link again that is already encoded. */
const TIMES_ENCODED = 3;
const ENCODED = /(?:%[\da-f]{2})+/gi;
const DASHES = /[‐‑‒–−]/g;
/** What mail software inserts into a long word, and what converters make of it. */
const BREAKS = /<w?br\s*\/?>|&(?:#x?[\da-f]+|nbsp|shy|zwn?j);/gi;
const NOT_IN_TOKENS = /[^\w.-]/g;

/** Finds the token in the first text that has one, even if mail software changed the text around or within it. */
export function findToken(...texts: string[]): string | undefined {
  for (const text of texts) {
    const [token] = TOKEN.exec(cleaned(text)) ?? [];
    if (token) return token;
  }
  return undefined;
}

function cleaned(text: string): string {
  let decoded = text;
  for (let times = 0; times < TIMES_ENCODED; times++) decoded = decoded.replace(ENCODED, decode);
  return decoded.replace(BREAKS, '').normalize('NFKC').replace(DASHES, '-').replace(NOT_IN_TOKENS, '');
}

function decode(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    // Not UTF-8, so not part of a token.
    return '';
  }
}
