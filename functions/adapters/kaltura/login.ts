import * as z from 'zod';
import {
  acceptKs,
  type KalturaSession,
  type KalturaUser,
  signedInWithKs,
} from '../../../domain/kaltura-session.ts';
import type { TrustedKaltura } from '../../../domain/kaltura-trust.ts';
import { KALTURA_USER_CACHE_MILLIS } from '../../../domain/lifetimes.ts';
import type { Login } from '../../../domain/login.ts';
import type { Person } from '../../../domain/person.ts';
import { Problem } from '../../../domain/problems.ts';
import { UNVERIFIABLE, type VisitorLogin } from '../../../domain/redeem.ts';
import type { Site } from '../../../domain/site.ts';
import { nameClaim } from '../../../domain/text.ts';
import type { Instant } from '../../../domain/time.ts';
import { log } from '../../runtime/log.ts';
import { sha256 } from '../../runtime/sha256.ts';
import { cached } from '../cache.ts';
import { readSite, siteOfPartner } from '../dynamodb/sites.ts';
import { callKaltura, KalturaRefusal, KalturaUnavailable } from './client.ts';
import { open, partnerIn } from './ks.ts';
import { adminSecrets } from './secrets.ts';

/**
 * Verifies the Kaltura session (KS) of a caller (docs/contract.md#2-callers, KS).
 * @throws `unauthenticated`; `temporarily_unavailable` if Kaltura must be asked and does not answer
 */
export async function verifyKs(ks: string, now: Instant): Promise<{ person: Person; site: Site }> {
  const partner = partnerIn(ks);
  const siteId = partner === undefined ? undefined : await siteOfPartner(partner);
  const site = siteId === undefined ? undefined : await readSite(siteId);
  if (site === undefined) throw new Problem('unauthenticated');
  const { person } = await signedIn(ks, site, now).catch(error => {
    if (error instanceof KalturaUnavailable) logUnverified(error, site);
    throw error;
  });
  return { person: { site: site.id, ...person }, site };
}

/**
 * Verifies an invitee's Kaltura session at the link's site.
 * @returns `UNVERIFIABLE` if Kaltura must be asked and does not answer, or if the site's secret cannot be read
 * @throws `unauthenticated` if it is not a valid login of this site
 */
export async function verifyKsLogin(ks: string, site: Site, now: Instant): Promise<VisitorLogin> {
  try {
    return (await signedIn(ks, site, now)).login;
  } catch (error) {
    if (error instanceof Problem) throw error;
    logUnverified(error, site);
    return UNVERIFIABLE;
  }
}

const logUnverified = (error: unknown, site: Site): void =>
  log.error('a Kaltura session could not be verified', error, { site: site.id });

type SignedIn = { login: Login; person: Omit<Person, 'site'> };

async function signedIn(ks: string, { id, trust: { kaltura } }: Site, now: Instant): Promise<SignedIn> {
  if (kaltura === undefined) throw new Problem('unauthenticated');
  const { partnerId, secretsRef } = kaltura;
  const session = open(ks, { partnerId, secrets: await adminSecrets(secretsRef) });
  if (session === undefined) throw new Problem('unauthenticated');
  const { accepted, privilege } = acceptKs(session, kaltura, now);
  if (privilege !== undefined) log.info('session refused for a privilege', { site: id, privilege });
  if (!accepted) throw new Problem('unauthenticated');
  if (kaltura.callersFrom === 'session') return signedInWithKs(session, kaltura, now);
  const user = await users.get({ ks, session, kaltura });
  if (user === undefined) throw new Problem('unauthenticated');
  return signedInWithKs(session, kaltura, now, user);
}

type Asked = { ks: string; session: KalturaSession; kaltura: TrustedKaltura };

/** Under a hash, so that no session is kept in memory. */
const users = cached(askForUser, { millis: KALTURA_USER_CACHE_MILLIS, keyOf: ({ ks }: Asked) => sha256(ks) });

const ACTIVE = 1;
const userSchema = z.object({
  status: z.number(),
  email: z.string().max(320).nullish().catch(undefined),
  firstName: nameClaim,
  lastName: nameClaim,
});
const groupsSchema = z.object({ objects: z.array(z.object({ groupId: z.string() })) });
/** Kaltura's largest page. */
const MOST_GROUPS = 500;

/** Asks Kaltura with the caller's own session. @returns undefined if Kaltura refuses the session, or the user is blocked */
async function askForUser({ ks, session, kaltura }: Asked): Promise<KalturaUser | undefined> {
  const { endpoint } = kaltura;
  const groupsOf = { 'filter[userIdEqual]': session.user, 'pager[pageSize]': MOST_GROUPS };
  const [user, groups] = await Promise.allSettled([
    callKaltura({ endpoint, action: 'user.get', ks }, userSchema),
    callKaltura({ endpoint, action: 'groupuser.list', ks, parameters: groupsOf }, groupsSchema),
  ]);
  if (user.status === 'rejected') return refused(user.reason);
  if (user.value.status !== ACTIVE) return undefined;
  if (groups.status === 'rejected' && !(groups.reason instanceof KalturaRefusal)) throw groups.reason;
  const { email, firstName, lastName } = user.value;
  return {
    ...(email && { email }),
    firstName,
    lastName,
    groups: groups.status === 'rejected' ? [] : groups.value.objects.map(({ groupId }) => groupId),
  };
}

/** A session without a user at Kaltura is genuine, but nothing is known of the person. Other errors do not show whether the session is valid. */
function refused(error: unknown): KalturaUser | undefined {
  if (!(error instanceof KalturaRefusal)) throw error;
  if (error.code === 'INVALID_KS') return undefined;
  if (error.code === 'INVALID_USER_ID') return { firstName: '', lastName: '', groups: [] };
  throw new KalturaUnavailable('Kaltura does not tell who the caller is');
}
