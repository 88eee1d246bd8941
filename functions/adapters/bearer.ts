import { createRemoteJWKSet, decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose';
import * as z from 'zod';
import { idSchema } from '../../domain/identifier.ts';
import { type Person, siteRoleSchema } from '../../domain/person.ts';
import { Problem } from '../../domain/problems.ts';
import type { Site, TrustedIssuer } from '../../domain/site.ts';
import type { Instant } from '../../domain/time.ts';
import { log } from '../shared/log.ts';
import { readSite, siteOfIssuer } from './dynamodb/sites.ts';

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
const CLOCK_SKEW_SECONDS = 60;
const UNKNOWN_KEY_REFETCH_MILLIS = 30_000;

/**
 * Somebody's login at a site: a JWT of an issuer that the site trusts (contract section 2).
 * @throws `unauthenticated`; `temporarily_unavailable` where the issuer's keys cannot be had
 */
export async function verifyBearer(token: string, now: Instant): Promise<{ person: Person; site: Site }> {
  const { site, issuer } = await trustedIssuer(token);
  const payload = await verified(token, issuer, now);
  return { person: personOf(payload, issuer, site.id), site };
}

async function trustedIssuer(token: string): Promise<{ site: Site; issuer: TrustedIssuer }> {
  const iss = claimedIssuer(token);
  const siteId = iss === undefined ? undefined : await siteOfIssuer(iss);
  const site = siteId === undefined ? undefined : await readSite(siteId);
  const issuer = site?.trust.issuers.find(each => each.issuer === iss);
  if (site === undefined || issuer === undefined) throw new Problem('unauthenticated');
  return { site, issuer };
}

function claimedIssuer(token: string): string | undefined {
  try {
    const { iss } = decodeJwt(token);
    return typeof iss === 'string' && iss !== '' && iss.length <= 500 && iss.isWellFormed() ? iss : undefined;
  } catch {
    return undefined;
  }
}

async function verified(
  token: string,
  { issuer, audience, jwksUrl }: TrustedIssuer,
  now: Instant,
): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, keysAt(jwksUrl), {
      issuer,
      audience,
      algorithms: ALGORITHMS,
      requiredClaims: ['exp'],
      clockTolerance: CLOCK_SKEW_SECONDS,
      currentDate: new Date(now),
    });
    return payload;
  } catch (error) {
    if (isRefusal(error)) throw new Problem('unauthenticated');
    log.error('keys of an issuer not to be had', error, { issuer });
    throw new Problem('temporarily_unavailable', { retryAfterSeconds: 5 });
  }
}

const KEYS_NOT_TO_BE_HAD = ['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC'];

/** A token that is not good, as against keys that could not be fetched. */
const isRefusal = (error: unknown): boolean =>
  error instanceof errors.JOSEError && !KEYS_NOT_TO_BE_HAD.includes(error.code);

type RemoteKeys = ReturnType<typeof createRemoteJWKSet>;
const keySets = new Map<string, RemoteKeys>();

/** Made when first needed: it loads Node's HTTP client, which a redeem without a login never needs. */
function keysAt(jwksUrl: string): RemoteKeys {
  const known = keySets.get(jwksUrl);
  if (known !== undefined) return known;
  const made = createRemoteJWKSet(new URL(jwksUrl), {
    cooldownDuration: UNKNOWN_KEY_REFETCH_MILLIS,
    timeoutDuration: 3000,
  });
  keySets.set(jwksUrl, made);
  return made;
}

const textSchema = z
  .string()
  .max(320)
  .catch('')
  .transform(text => text.toWellFormed());
const claimsSchema = z.object({
  email: z.string().max(320).optional().catch(undefined),
  email_verified: z.boolean().default(true).catch(false),
  given_name: textSchema,
  family_name: textSchema,
  groups: z.array(z.string()).catch([]),
  scope: z.string().catch(''),
  // A role that is not known gives least.
  site_role: siteRoleSchema.default('privateOnlyRole').catch('viewerRole'),
});

function personOf(payload: JWTPayload, { userIdClaim }: TrustedIssuer, site: string): Person {
  const id = idSchema.safeParse(payload[userIdClaim]);
  if (!id.success) throw new Problem('unauthenticated');
  const { email, email_verified, given_name, family_name, groups, scope, site_role } =
    claimsSchema.parse(payload);
  return {
    site,
    id: id.data,
    ...(email !== undefined && email_verified && { email }),
    firstName: given_name,
    lastName: family_name,
    groups,
    scopes: scope.split(' '),
    siteRole: site_role,
  };
}
