import { randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';
import { ALWAYS, type DatedKey } from '../../domain/keys.ts';
import { type LinkKey, type LinkKeys, type TicketKey, type TicketKeys, ticketKeysSchema } from './secrets.ts';

/** Makes the service's own keys, for the first time and for a rotation. */

const FIRST: DatedKey = { kid: '1', signsFrom: ALWAYS };

const secretKey = () => randomBytes(32).toString('base64url');

export async function newLinkKey(dated: DatedKey): Promise<LinkKey> {
  return { kty: 'oct', ...dated, k: secretKey() };
}

export async function newTicketKey(dated: DatedKey): Promise<TicketKey> {
  const { keys } = ticketKeysSchema.parse({ keys: [{ ...(await newSigningKey(dated.kid)), ...dated }] });
  return keys[0];
}

/** A private ES256 key as a JWK. */
export async function newSigningKey(kid: string) {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid, alg: 'ES256', use: 'sig' };
}

export async function firstLinkKeys(): Promise<LinkKeys> {
  return { invitationIdKey: secretKey(), keys: [await newLinkKey(FIRST)] };
}

export async function firstTicketKeys(): Promise<TicketKeys> {
  return { keys: [await newTicketKey(FIRST)] };
}
