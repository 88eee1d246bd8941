import * as z from 'zod';

/** Bytes in one encoded word (RFC 2047); a From header needs no more than one. */
const MAX_NAME_BYTES = 45;
export const senderNameSchema = z
  .string()
  .min(1)
  .regex(/^[^\p{Cc}"\\<>]+$/u, 'must not contain control characters or any of " \\ < >')
  .refine(name => Buffer.byteLength(name) <= MAX_NAME_BYTES, `must be at most ${MAX_NAME_BYTES} bytes`);

/** The From header of every mail; a non-ASCII name becomes an encoded word (RFC 2047). */
export function mailSender({ name, address }: { name: string; address: string }): string {
  const isAscii = /^[\x20-\x7e]+$/.test(name);
  const shown = isAscii ? `"${name}"` : `=?UTF-8?B?${Buffer.from(name).toString('base64')}?=`;
  return `${shown} <${address}>`;
}
