import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { CLOCK_SKEW_SECONDS } from '../../domain/lifetimes.ts';
import { type Jwt, requireLogin, signedInBy } from '../../domain/login.ts';
import type { Person } from '../../domain/person.ts';
import { Problem } from '../../domain/problems.ts';
import { UNVERIFIABLE, type VisitorLogin } from '../../domain/redeem.ts';
import type { Site } from '../../domain/site.ts';
import type { Instant } from '../../domain/time.ts';
import type { TrustedIssuer } from '../../domain/trust.ts';
import { inTime } from '../runtime/in-time.ts';
import { log } from '../runtime/log.ts';
import { readSite, siteOfIssuer } from './dynamodb/sites.ts';
import { KeysUnavailable, keysAt } from './issuer-keys.ts';

const ALGORITHMS = [
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
  'PS256',
  'PS384',
  'PS512',
  'RS256',
  'RS384',
  'RS512',
];
/** The timeout for fetching the keys of a site login at redeem (docs/contract.md#redeem). */
const LONGEST_WAIT_MILLIS = 1500;

/**
 * Verifies a site login: a JWT of an issuer that the site trusts (docs/contract.md#2-callers).
 * @throws `unauthenticated`; `temporarily_unavailable` if the issuer's keys cannot be fetched
 */
export async function verifyBearer(token: string, now: Instant): Promise<{ person: Person; site: Site }> {
  const jwt = decoded(token);
  const siteId = await siteOfIssuer(issuerIn(jwt));
  const site = siteId === undefined ? undefined : await readSite(siteId);
  if (site === undefined) throw new Problem('unauthenticated');
  const issuer = trustedIssuer(jwt, site);
  requireLogin(jwt, issuer, now);
  if ((await verifySignature(token, issuer, now)) === UNVERIFIABLE)
    throw new Problem('temporarily_unavailable', { retryAfterSeconds: 5 });
  return { person: { site: site.id, ...signedInBy(jwt, issuer, now).person }, site };
}

/**
 * Verifies an invitee's login at the link's site. It fetches keys only from issuers of that site.
 * @throws `unauthenticated` if it is not a valid login of this site
 */
export async function verifyLogin(token: string, site: Site, now: Instant): Promise<VisitorLogin> {
  const jwt = decoded(token);
  const issuer = trustedIssuer(jwt, site);
  requireLogin(jwt, issuer, now);
  const verifying = verifySignature(token, issuer, now);
  if ((await inTime(verifying, LONGEST_WAIT_MILLIS, UNVERIFIABLE)) === UNVERIFIABLE) return UNVERIFIABLE;
  return signedInBy(jwt, issuer, now).login;
}

function decoded(token: string): Jwt {
  try {
    return { header: decodeProtectedHeader(token), claims: decodeJwt(token) };
  } catch {
    throw new Problem('unauthenticated');
  }
}

function issuerIn({ claims: { iss } }: Jwt): string {
  if (typeof iss === 'string' && iss !== '' && iss.length <= 500 && iss.isWellFormed()) return iss;
  throw new Problem('unauthenticated');
}

function trustedIssuer(jwt: Jwt, { trust }: Site): TrustedIssuer {
  const issuer = trust.issuers.find(each => each.issuer === issuerIn(jwt));
  if (issuer === undefined) throw new Problem('unauthenticated');
  return issuer;
}

/** @throws `unauthenticated` */
async function verifySignature(
  token: string,
  { issuer, audience, jwksUrl }: TrustedIssuer,
  now: Instant,
): Promise<'verified' | typeof UNVERIFIABLE> {
  try {
    await jwtVerify(token, keysAt(jwksUrl), {
      issuer,
      audience,
      algorithms: ALGORITHMS,
      clockTolerance: CLOCK_SKEW_SECONDS,
      currentDate: new Date(now),
    });
    return 'verified';
  } catch (error) {
    // Any other error is caused by the token, or by the one key that its `kid` names.
    if (!(error instanceof KeysUnavailable)) throw new Problem('unauthenticated');
    log.error('the keys of an issuer could not be fetched', error, { issuer });
    return UNVERIFIABLE;
  }
}
