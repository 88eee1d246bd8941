import { createHmac } from 'node:crypto';

/** A form that is signed by OAuth 1.0a with HMAC-SHA1 and without a token, as LTI 1.1 does it. */
export type SignedForm = {
  readonly method: string;
  /** Without its query; that belongs to the fields. */
  readonly url: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
};

const MAX_AGE_SECONDS = 300;

/** Used nonces, each with the time of its form. */
export type Nonces = Map<string, number>;

export function signatureOf({ method, url, fields }: SignedForm, secret: string): string {
  const parameters = fields
    .filter(([name]) => name !== 'oauth_signature')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .toSorted(byCodeUnits);
  const base = [method.toUpperCase(), url, parameters.join('&')].map(encode).join('&');
  return createHmac('sha1', `${encode(secret)}&`)
    .update(base)
    .digest('base64');
}

type Expected = { readonly key: string; readonly secrets: readonly string[]; readonly now: Date };

/** Checks a form and notes its nonce. @returns why the form is refused, or undefined if it is accepted */
export function refusalOf(
  form: SignedForm,
  nonces: Nonces,
  { key, secrets, now }: Expected,
): string | undefined {
  const field = (name: string) => form.fields.find(each => each[0] === name)?.[1] ?? '';
  const seconds = Math.floor(now.getTime() / 1000);
  const isOld = (timestamp: number) => !(Math.abs(seconds - timestamp) <= MAX_AGE_SECONDS);
  const nonce = field('oauth_nonce');
  const timestamp = Number(field('oauth_timestamp') || Number.NaN);

  if (field('oauth_consumer_key') !== key) return 'The consumer key is not the partner.';
  if (field('oauth_signature_method') !== 'HMAC-SHA1') return 'The signature method is not HMAC-SHA1.';
  if (isOld(timestamp)) return 'The timestamp is not within 5 minutes.';
  const signature = field('oauth_signature');
  if (!secrets.some(secret => signatureOf(form, secret) === signature)) return 'The signature is wrong.';
  if (nonce === '' || nonces.has(nonce)) return 'The nonce is missing or was used before.';

  nonces.set(nonce, timestamp);
  for (const [each, time] of nonces) if (isOld(time)) nonces.delete(each);
  return undefined;
}

/** Percent-encodes all but the unreserved characters of RFC 3986. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
