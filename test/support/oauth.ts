import { createHmac } from 'node:crypto';

/** The signature of RFC 5849 section 3.4 (HMAC-SHA1, no token), written from the RFC and without the product's code. */

export type Form = { action: string; fields: Record<string, string> };

/** Percent-encodes each byte except unreserved characters (RFC 5849 section 3.6). */
const encode = (text: string): string =>
  [...Buffer.from(text, 'utf8')]
    .map(byte => {
      const character = String.fromCharCode(byte);
      const hex = byte.toString(16).toUpperCase().padStart(2, '0');
      return /[A-Za-z0-9\-._~]/.test(character) ? character : `%${hex}`;
    })
    .join('');

function baseStringUri(action: string): string {
  const { protocol, hostname, port, pathname } = new URL(action);
  return `${protocol}//${hostname}${port === '' ? '' : `:${port}`}${pathname}`;
}

export function baseStringOf({ action, fields }: Form): string {
  const { oauth_signature: _, ...signed } = fields;
  const pairs = Object.entries(signed).map(pair => pair.map(encode) as [string, string]);
  pairs.sort(([a, x], [b, y]) => Buffer.compare(Buffer.from(a), Buffer.from(b)) || (x < y ? -1 : 1));
  const parameters = pairs.map(pair => pair.join('=')).join('&');
  return ['POST', baseStringUri(action), parameters].map(encode).join('&');
}

export const signatureOf = (form: Form, secret: string): string =>
  createHmac('sha1', `${encode(secret)}&`)
    .update(baseStringOf(form))
    .digest('base64');
