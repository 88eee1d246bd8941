import { CompactEncrypt, compactDecrypt } from 'jose';
import * as z from 'zod';
import { Problem } from '../../domain/problems.ts';
import { unsubscribeKey } from './service-keys.ts';

/** The address to unsubscribe, the site, and the language of the page. */
const addresseeSchema = z.object({ site: z.string(), email: z.string(), locale: z.string() });
export type Addressee = z.infer<typeof addresseeSchema>;

const ENCRYPTION = { alg: 'dir', enc: 'A256GCM' } as const;

/**
 * Makes the token of a mail's `List-Unsubscribe` header (RFC 8058). It is self-contained, because it may be used
 * years later, after the invitation was deleted. It is encrypted, because it has an e-mail address and is part of a
 * URL.
 */
export async function unsubscribeToken(addressee: Addressee): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify(addressee));
  return new CompactEncrypt(text).setProtectedHeader(ENCRYPTION).encrypt(await unsubscribeKey());
}

/** @throws `link_invalid` */
export async function readUnsubscribeToken(token: string): Promise<Addressee> {
  const secret = await unsubscribeKey();
  try {
    const { plaintext } = await compactDecrypt(token, secret, {
      keyManagementAlgorithms: [ENCRYPTION.alg],
      contentEncryptionAlgorithms: [ENCRYPTION.enc],
    });
    return addresseeSchema.parse(JSON.parse(new TextDecoder().decode(plaintext)));
  } catch {
    throw new Problem('link_invalid');
  }
}
