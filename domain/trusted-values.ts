import * as z from 'zod';

/** Values of the trust file that several of its members have. */

const LOOPBACK = /^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?(\/|$)/;

/** https, or http on localhost for the local stack; without user name and password. */
export function isTrustedUrl(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || LOOPBACK.test(text);
}

export const trustedUrlSchema = z
  .string()
  .max(2000)
  .refine(isTrustedUrl, 'must be an https URL without a user name or password');

export const originSchema = z
  .string()
  .max(500)
  .refine(
    text => isTrustedUrl(text) && URL.parse(text)?.origin === text,
    'must be an https origin, such as https://media.example.edu',
  );

export const userIdPrefixSchema = z
  .string()
  .regex(
    /^(?:[A-Za-z0-9._@~:+-]{0,31}:)?$/,
    'must be at most 32 characters of A-Z a-z 0-9 . _ @ ~ : + - and end in :, or be empty',
  )
  .optional();
