import { createHmac, timingSafeEqual } from 'node:crypto';
import { CompactSign } from 'jose';
import { emailKey } from '../../domain/email.ts';
import type { Invitation } from '../../domain/invitation.ts';
import { LINK_LIFE_MILLIS, signingKey, verifyingKeys } from '../../domain/keys.ts';
import { type Link, type LinkSeed, packLink, unpackLink } from '../../domain/link.ts';
import { Problem } from '../../domain/problems.ts';
import { randomId } from '../shared/random-id.ts';
import { type LinkKey, linkKeys } from './secrets.ts';

/** A seed for a new link, of the key that signs now. */
export async function newLinkSeed(): Promise<LinkSeed> {
  return { linkId: randomId(), keyId: signingKey((await linkKeys()).keys, now()).kid };
}

/** One id a person and room, and no e-mail in a URL. */
export async function invitationId(site: string, room: string, email: string): Promise<string> {
  const key = Buffer.from((await linkKeys()).invitationIdKey, 'base64url');
  const of = `${site}#${room}#${emailKey(email)}`;
  return createHmac('sha256', key).update(of).digest('hex').slice(0, 32);
}

type LinkOwner = Pick<Invitation, 'site' | 'room' | 'generation' | 'id'>;

/**
 * The very link of a seed, made again from the invitation it belongs to.
 * @throws `not_active` where the key was taken away, as after a leak, or has run out
 */
export async function linkUrl(linkBaseUrl: string, owner: LinkOwner, seed: LinkSeed): Promise<string> {
  const { site, room, generation, id } = owner;
  const key = (await keysInForce()).find(each => each.kid === seed.keyId);
  if (key === undefined) throw new Problem('not_active');
  return `${linkBaseUrl}/i#${await sign({ site, room, generation, invitation: id, linkId: seed.linkId }, key)}`;
}

/**
 * What a link's token says, without a read. The token is made again and compared as a whole, so that no other
 * spelling of it (base64url has some) is taken for it.
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

/** The adapter's own clock, as for what is cached: the keys' times have room for clocks that differ. */
const now = () => new Date().toISOString();

const keysInForce = async (): Promise<LinkKey[]> =>
  verifyingKeys((await linkKeys()).keys, { now: now(), lifeMillis: LINK_LIFE_MILLIS });

const headerOf = ({ kid }: LinkKey) => ({ alg: 'HS256', kid });
const protectedHeader = (key: LinkKey) => Buffer.from(JSON.stringify(headerOf(key))).toString('base64url');

const sign = (link: Link, key: LinkKey): Promise<string> =>
  new CompactSign(packLink(link)).setProtectedHeader(headerOf(key)).sign(Buffer.from(key.k, 'base64url'));
