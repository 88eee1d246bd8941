import { createHmac } from 'node:crypto';
import { CompactEncrypt, compactDecrypt } from 'jose';
import * as z from 'zod';
import { Problem } from '../../domain/problems.ts';
import { linkKeys } from './secrets.ts';

/** Who wants no more mail from which site, and the language to speak with them. */
const addresseeSchema = z.object({ site: z.string(), email: z.string(), locale: z.string() });
export type Addressee = z.infer<typeof addresseeSchema>;

const ENCRYPTION = { alg: 'dir', enc: 'A256GCM' } as const;

/**
 * The token of a mail's `List-Unsubscribe` (RFC 8058), which may be used years later, and whatever has become of the
 * invitation: it holds all that is needed. Encrypted, because it stands in a URL.
 */
export async function unsubscribeToken(addressee: Addressee): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify(addressee));
  return new CompactEncrypt(text).setProtectedHeader(ENCRYPTION).encrypt(await key());
}

/** @throws `link_invalid` */
export async function readUnsubscribeToken(token: string): Promise<Addressee> {
  const secret = await key();
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

/** Of its own, made of the one key that is never rotated. */
async function key(): Promise<Uint8Array> {
  const { invitationIdKey } = await linkKeys();
  return createHmac('sha256', Buffer.from(invitationIdKey, 'base64url')).update('unsubscribe').digest();
}
