import { createHmac, randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';
import { ALWAYS, type DatedKey } from '../../domain/keys.ts';
import {
  type LastingKey,
  type LinkKey,
  type LinkKeys,
  type TicketKey,
  type TicketKeys,
  ticketKeysSchema,
} from '../adapters/service-keys.ts';
import { ResourceFailure } from './custom-resource.ts';

/** Makes the service's own keys, for the first deploy and for a rotation. */

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

/** The content of a stage's secrets. */
export type StageKeys = {
  idKey: LastingKey;
  unsubscribeKey: LastingKey;
  linkKeys: LinkKeys;
  ticketKeys: TicketKeys;
};

/**
 * Makes the keys that a stage lacks, in the order in which they must be stored: the id key before the link keys, so
 * that a failed deploy never leaves link keys without an id key.
 * @throws ResourceFailure if link keys exist without an id key: a new one would give each person a second invitation
 */
export async function missingKeys(present: Partial<StageKeys>): Promise<Partial<StageKeys>> {
  const idKey = present.idKey ?? firstIdKey(present.linkKeys);
  return {
    ...(present.idKey === undefined && { idKey }),
    ...(present.unsubscribeKey === undefined && { unsubscribeKey: unsubscribeKeyFrom(idKey) }),
    ...(present.linkKeys === undefined && { linkKeys: { keys: [await newLinkKey(FIRST)] } }),
    ...(present.ticketKeys === undefined && { ticketKeys: { keys: [await newTicketKey(FIRST)] } }),
  };
}

/** Makes a new key only in a new stage. An earlier release stored the id key together with the link keys. */
function firstIdKey(linkKeys: LinkKeys | undefined): LastingKey {
  if (linkKeys === undefined) return { key: secretKey() };
  if (linkKeys.invitationIdKey !== undefined) return { key: linkKeys.invitationIdKey };
  throw new ResourceFailure(
    'There are keys of links, but the id key is missing: restore it. Nothing was changed.',
  );
}

/** Derives the key that earlier releases derived for each token, so that tokens in mails already sent stay valid. */
function unsubscribeKeyFrom({ key }: LastingKey): LastingKey {
  const derived = createHmac('sha256', Buffer.from(key, 'base64url')).update('unsubscribe');
  return { key: derived.digest('base64url') };
}
