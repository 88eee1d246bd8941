import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { readQuery, writeQuery } from './php-query.ts';

/**
 * Kaltura sessions (KS), version 2. This is deliberately not the product's code: the stand-in checks what the product
 * makes, and a mistake that both shared would not be seen.
 */

export const USER_SESSION = 0;
export const ADMIN_SESSION = 2;

const BLOCK = 16;
const DIGEST = 20;
const RANDOM = 16;

export type Session = {
  readonly ks: string;
  readonly partnerId: number;
  readonly type: number;
  readonly userId: string;
  /** Unix seconds. */
  readonly expiry: number;
  /** As they are in the session; {@link privilegeList} has them as the server uses them. */
  readonly privileges: ReadonlyMap<string, string>;
};

type Key = {
  readonly partnerId: number;
  readonly secret: string;
  /** 16 bytes; fixed ones make the same session again. */
  readonly random?: Buffer;
};

export type NewSession = Key & {
  readonly type: number;
  readonly userId: string;
  readonly expiry: number;
  readonly privileges: Readonly<Record<string, string>>;
};

/** @returns undefined for anything that is not a version 2 session sealed with a secret of a known partner */
export function openKs(
  text: string,
  secretsByPartner: Readonly<Record<number, readonly string[]>>,
): Session | undefined {
  if (!/^[\w+/-]+={0,2}$/.test(text)) return undefined;
  const sealed = Buffer.from(text, 'base64');
  const [, partner] = /^v2\|(\d+)\|/.exec(sealed.toString('latin1')) ?? [];
  if (partner === undefined) return undefined;
  const content = sealed.subarray(`v2|${partner}|`.length);
  if (content.length === 0 || content.length % BLOCK !== 0) return undefined;
  const partnerId = Number(partner);
  for (const secret of secretsByPartner[partnerId] ?? []) {
    const query = decrypt(content, secret);
    if (query !== undefined) return toSession(query, { ks: text, partnerId });
  }
  return undefined;
}

export function sealKs({ type, userId, expiry, privileges, ...key }: NewSession): string {
  const fields = { ...privileges, _e: String(expiry), _t: String(type), _u: userId };
  return sealQuery(writeQuery(Object.entries(fields)), key);
}

/** Seals a query string as it is, also one that no program of Kaltura would write. */
export function sealQuery(query: string, { partnerId, secret, random = randomBytes(RANDOM) }: Key): string {
  const content = Buffer.concat([random, Buffer.from(query, 'utf8')]);
  const plain = Buffer.concat([sha1(content), content]);
  const padding = Buffer.alloc((BLOCK - (plain.length % BLOCK)) % BLOCK);
  const cipher = createCipheriv('aes-128-cbc', keyOf(secret), Buffer.alloc(BLOCK)).setAutoPadding(false);
  const sealed = [
    Buffer.from(`v2|${partnerId}|`),
    cipher.update(plain),
    cipher.update(padding),
    cipher.final(),
  ];
  return Buffer.concat(sealed).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}

/**
 * The privileges that the server acts on. It joins what is in the session with commas and splits that again: a comma
 * in a value makes one more privilege.
 */
export function privilegeList({ privileges }: Session): string[] {
  const raw = Array.from(privileges, ([name, value]) => (value === '' ? name : `${name}:${value}`)).join(',');
  return raw === '' ? [] : raw.split(',');
}

/** A privilege's value as the server finds it. @returns undefined if the session does not have the privilege */
export function privilegeOf(session: Session, wanted: string): string | undefined {
  return privilegeList(session)
    .map(splitPrivilege)
    .findLast(([name]) => name === wanted)?.[1];
}

/** `role:adminRole` or `disableentitlement`; only the first colon separates. */
export function splitPrivilege(privilege: string): [name: string, value: string] {
  const [name = '', ...value] = privilege.split(':');
  return [name, value.join(':')];
}

/** Makes the fields of a session from a list such as `view:*,widget:1`. */
export function readPrivileges(list: string): Record<string, string> {
  const privileges = list.split(',').filter(privilege => privilege !== '');
  return Object.fromEntries(privileges.map(each => (each === '*' ? ['all', '*'] : splitPrivilege(each))));
}

function decrypt(content: Buffer, secret: string): string | undefined {
  const cipher = createDecipheriv('aes-128-cbc', keyOf(secret), Buffer.alloc(BLOCK)).setAutoPadding(false);
  const padded = Buffer.concat([cipher.update(content), cipher.final()]);
  const end = padded.findLastIndex(byte => byte !== 0) + 1;
  const signed = padded.subarray(DIGEST, end);
  if (!sha1(signed).equals(padded.subarray(0, DIGEST))) return undefined;
  return signed.subarray(RANDOM).toString('utf8');
}

function toSession(query: string, { ks, partnerId }: { ks: string; partnerId: number }): Session {
  const { _e: expiry, _t: type, _u: userId = '', ...rest } = Object.fromEntries(readQuery(query));
  // The server's own bookkeeping: the partner that acts for this one, and free data.
  const { _m: _master, _d: _data, ...privileges } = rest;
  return {
    ks,
    partnerId,
    type: Number(type ?? 0),
    userId,
    expiry: Number(expiry ?? 0),
    privileges: new Map(Object.entries(privileges)),
  };
}

const sha1 = (content: Buffer | string): Buffer => createHash('sha1').update(content).digest();
const keyOf = (secret: string): Buffer => sha1(secret).subarray(0, BLOCK);
