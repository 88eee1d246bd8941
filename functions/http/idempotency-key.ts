import { invalidRequest } from '../../domain/problems.ts';

export const KEY = /^[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?$/;

/** @returns the `Idempotency-Key` header, undefined if it is missing. @throws `invalid_request` */
export function idempotencyKey(headers: Record<string, string | undefined>): string | undefined {
  const key = headers['idempotency-key'];
  if (key !== undefined && !KEY.test(key)) {
    throw invalidRequest('Idempotency-Key', 'must be 1 to 255 printable ASCII characters');
  }
  return key;
}
