import { createCipheriv, createDecipheriv, createHash, timingSafeEqual } from 'node:crypto';
import { isSealable, type KalturaSession } from '../../../domain/kaltura-session.ts';

/**
 * Kaltura sessions (KS) of version 2, sealed and opened without I/O (docs/kaltura.md#sessions):
 * base64url of `v2|<partner>|` and the encrypted fields, which are a query string behind a hash and 16 random bytes.
 */

const VERSION = 'v2';
const BLOCK = 16;
const HASH = 20;
const CIPHER = 'aes-128-cbc';
const NO_IV = Buffer.alloc(BLOCK);
/** Only the canonical form, with its padding, so that a session has one text. */
const CANONICAL = /^(?:[\w-]{4})*(?:[\w-]{2}==|[\w-]{3}=)?$/;
/** Fields that describe the session. All others are privileges. */
const RESERVED = ['_e', '_t', '_u', '_m', '_d'];

const sha1 = (data: string | Buffer): Buffer => createHash('sha1').update(data).digest();
const keyOf = (secret: string): Buffer => sha1(secret).subarray(0, BLOCK);

type Sealing = { partnerId: number; secret: string; random: Buffer };

/** @param random 16 bytes. @throws Error for a privilege that Roompass never seals, or a value that could grant a right */
export function seal(session: Omit<KalturaSession, 'partnerId'>, sealing: Sealing): string {
  const { privileges, type, user, expiresAt } = session;
  const bad = [...privileges].find(privilege => !isSealable(privilege));
  if (bad !== undefined) throw new Error(`The privilege ${bad[0]} cannot be sealed`);
  const fields = [...privileges, ['_e', String(expiresAt)], ['_t', String(type)], ['_u', user]] as const;
  return sealQuery(fields.map(pair => pair.map(encodeURIComponent).join('=')).join('&'), sealing);
}

export function sealQuery(query: string, { partnerId, secret, random }: Sealing): string {
  const content = Buffer.concat([random, Buffer.from(query)]);
  const plain = Buffer.concat([sha1(content), content]);
  const padded = Buffer.concat([plain, Buffer.alloc((BLOCK - (plain.length % BLOCK)) % BLOCK)]);
  const cipher = createCipheriv(CIPHER, keyOf(secret), NO_IV).setAutoPadding(false);
  const sealed = Buffer.concat([
    Buffer.from(`${VERSION}|${partnerId}|`),
    cipher.update(padded),
    cipher.final(),
  ]);
  return sealed.toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}

/** The partner that a KS names, before its secret is known. @returns undefined if it is no KS of version 2 */
export const partnerIn = (ks: string): number | undefined => partsOf(ks)?.partnerId;

type Opening = { partnerId: number; secrets: readonly string[] };

/**
 * Opens a partner's KS with the first secret that fits. The hash does not cover the partner.
 * @returns undefined if no secret fits, or if it is another partner's, or not well-formed
 */
export function open(ks: string, { partnerId, secrets }: Opening): KalturaSession | undefined {
  const parts = partsOf(ks);
  if (parts?.partnerId !== partnerId) return undefined;
  for (const secret of secrets) {
    const query = decrypted(parts.encrypted, secret);
    if (query !== undefined) return toSession(partnerId, query);
  }
  return undefined;
}

function partsOf(ks: string): { partnerId: number; encrypted: Buffer } | undefined {
  if (!CANONICAL.test(ks)) return undefined;
  const bytes = Buffer.from(ks, 'base64url');
  const [head, version, partner] = /^(v\d)\|(\d{1,10})\|/.exec(bytes.toString('latin1')) ?? [];
  if (head === undefined || version !== VERSION || !isCanonical(bytes, ks)) return undefined;
  const encrypted = bytes.subarray(head.length);
  if (encrypted.length === 0 || encrypted.length % BLOCK !== 0) return undefined;
  return { partnerId: Number(partner), encrypted };
}

/** Node's decoder ignores the unused bits of the last character. */
const isCanonical = (bytes: Buffer, ks: string): boolean =>
  bytes.toString('base64url') === ks.replace(/=+$/, '');

function decrypted(encrypted: Buffer, secret: string): string | undefined {
  const decipher = createDecipheriv(CIPHER, keyOf(secret), NO_IV).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(encrypted), decipher.final()]);
  const plain = padded.subarray(0, padded.findLastIndex(byte => byte !== 0) + 1);
  const content = plain.subarray(HASH);
  if (content.length < BLOCK || !timingSafeEqual(plain.subarray(0, HASH), sha1(content))) return undefined;
  return content.subarray(BLOCK).toString();
}

function toSession(partnerId: number, query: string): KalturaSession | undefined {
  const fields = fieldsOf(query);
  if (fields === undefined) return undefined;
  const { _e: expiry = '', _t: type = '', _u: user = '' } = Object.fromEntries(fields);
  if (![expiry, type].every(number => /^\d{1,10}$/.test(number))) return undefined;
  const privileges = new Map([...fields].filter(([name]) => !RESERVED.includes(name)));
  return { partnerId, privileges, type: Number(type), user, expiresAt: Number(expiry) };
}

/**
 * Reads fields as PHP reads a query string: `+` is a space, the last of equal names counts, and spaces and dots in
 * names become `_`. @returns undefined for an array (`name[]`), and if a field about the session is there twice
 */
function fieldsOf(query: string): Map<string, string> | undefined {
  const fields = new Map<string, string>();
  // A leading `?` would be dropped without the `&`.
  for (const [written, value] of new URLSearchParams(`&${query}`)) {
    const name = written.replace(/^ +/, '').replace(/[ .]/g, '_');
    if (name.includes('[') || (RESERVED.includes(name) && fields.has(name))) return undefined;
    fields.set(name, value);
  }
  return fields;
}
