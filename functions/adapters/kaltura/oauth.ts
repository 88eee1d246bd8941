import { createHmac } from 'node:crypto';
import OAuth from 'oauth-1.0a';
import { randomId } from '../../runtime/random-id.ts';

type Form = { action: string; fields: Record<string, string> };
type Consumer = { key: string; secret: string };

/**
 * Signs a form that a browser posts (OAuth 1.0a, HMAC-SHA1, RFC 5849). The action must have no query and no fragment.
 * @returns the form with its `oauth_` fields
 */
export function signForm({ action, fields }: Form, consumer: Consumer, seconds: number): Form {
  const oauth = new OAuth({
    consumer,
    signature_method: 'HMAC-SHA1',
    hash_function: (text, key) => createHmac('sha1', key).update(text).digest('base64'),
  });
  // Checked in 2.2.6: it encodes `!'()*` and UTF-8 and sorts as RFC 5849 says. But its nonce comes from Math.random,
  // it reads queries wrongly, and it does not normalise the URL.
  oauth.getNonce = randomId;
  oauth.getTimeStamp = () => seconds;
  const { href: url } = new URL(action);
  const data = { ...fields, oauth_callback: 'about:blank' };
  const signed = { ...data, ...oauth.authorize({ url, method: 'POST', data: { ...data } }) };
  return { action: url, fields: { ...signed, oauth_timestamp: String(seconds) } };
}
