import { timingSafeEqual } from 'node:crypto';
import { CompactSign } from 'jose';
import type { Invitation } from '../../domain/invitation.ts';
import { LINK_LIFE_MILLIS, signingKey, verifyingKeys } from '../../domain/keys.ts';
import { type Link, type LinkSeed, packLink, unpackLink } from '../../domain/link.ts';
import { Problem } from '../../domain/problems.ts';
import { randomId } from '../runtime/random-id.ts';
import { type LinkKey, linkKeys } from './service-keys.ts';

/** Makes a seed for a new link, with the current signing key. */
export async function newLinkSeed(): Promise<LinkSeed> {
  return { linkId: randomId(), keyId: signingKey((await linkKeys()).keys, now()).kid };
}

type LinkOwner = Pick<Invitation, 'site' | 'room' | 'generation' | 'id'>;

/**
 * Computes the link of a seed again; the result is always the same.
 * @throws `not_active` if the key was removed, for example after a leak, or no longer verifies
 */
export async function linkUrl(linkBaseUrl: string, owner: LinkOwner, seed: LinkSeed): Promise<string> {
  const { site, room, generation, id } = owner;
  const key = (await keysInForce()).find(each => each.kid === seed.keyId);
  if (key === undefined) throw new Problem('not_active');
  return `${linkBaseUrl}/i#${await sign({ site, room, generation, invitation: id, linkId: seed.linkId }, key)}`;
}

/**
 * Verifies a link token and returns its content, without a database read. It computes the token again and compares it
 * as a whole, so that no other spelling of it (base64url allows some) is accepted.
 * @throws `link_invalid`
 */
export async function readLinkToken(token: string): Promise<Link> {
  const [header = '', payload = ''] = token.split('.');
  const link = unpackLink(Buffer.from(payload, 'base64url'));
  const key = (await keysInForce()).find(each => protectedHeader(each) === header);
  if (link === undefined || key === undefined) throw new Problem('link_invalid');
  const genuine = Buffer.from(await sign(link, key));
  const given = Buffer.from(token);
  if (genuine.length !== given.length || !timingSafeEqual(genuine, given)) throw new Problem('link_invalid');
  return link;
}

/** Whether links of a key work: it was not removed, for example after a leak, and still verifies. */
export const isKeyInForce = async (keyId: string): Promise<boolean> =>
  (await keysInForce()).some(({ kid }) => kid === keyId);

/** Reads the clock here instead of taking a request's `now`: the keys' times have a margin for clock skew. */
const now = () => new Date().toISOString();

const keysInForce = async (): Promise<LinkKey[]> =>
  verifyingKeys((await linkKeys()).keys, { now: now(), lifeMillis: LINK_LIFE_MILLIS });

const headerOf = ({ kid }: LinkKey) => ({ alg: 'HS256', kid });
const protectedHeader = (key: LinkKey) => Buffer.from(JSON.stringify(headerOf(key))).toString('base64url');

const sign = (link: Link, key: LinkKey): Promise<string> =>
  new CompactSign(packLink(link)).setProtectedHeader(headerOf(key)).sign(Buffer.from(key.k, 'base64url'));
