import * as z from 'zod';
import { idSchema } from './identifier.ts';
import { CLOCK_SKEW_SECONDS, LONGEST_LOGIN_HOURS, LONGEST_LOGIN_TOKEN_HOURS } from './lifetimes.ts';
import { type Person, siteRoleSchema } from './person.ts';
import { Problem } from './problems.ts';
import { nameClaim } from './text.ts';
import { epochSeconds, fromEpochSeconds, type Instant } from './time.ts';
import type { TrustedIssuer } from './trust.ts';

/** Which JWTs of a trusted issuer are logins, and the person that they identify (docs/contract.md#2-callers). */

const LONGEST_LIFE_SECONDS = LONGEST_LOGIN_TOKEN_HOURS * 3600;
const LONGEST_LOGIN_SECONDS = LONGEST_LOGIN_HOURS * 3600;

/** A JWT's header and claims, verified or not. */
export type Jwt = { header: Record<string, unknown>; claims: Record<string, unknown> };

/** A site login as launchers get it: the id is without the issuer's prefix. */
export type Login = { id: string; email?: string; until: Instant };

/**
 * Refuses other tokens that the issuer signs with the same keys, such as logout tokens, tokens for another client and
 * tokens bound to a key. The adapter that has the keys checks the signature, `iss`, `aud` and `nbf`.
 * @throws `unauthenticated`
 */
export function requireLogin({ header, claims }: Jwt, issuer: TrustedIssuer, now: Instant): void {
  const { audience, authorizedParties = [] } = issuer;
  const checks = [
    typeof header.kid === 'string',
    isLoginType(header.typ),
    isTimely(claims, epochSeconds(now)),
    claims.events === undefined,
    claims.azp === undefined || [audience, ...authorizedParties].some(party => party === claims.azp),
    claims.cnf === undefined,
  ];
  if (checks.includes(false)) throw new Problem('unauthenticated');
}

/** RFC 7515 section 4.1.9: `typ` is case-insensitive, and `application/` is optional. */
const isLoginType = (typ: unknown): boolean =>
  typ === undefined || (typeof typ === 'string' && /^(application\/)?(at\+)?jwt$/i.test(typ));

function isTimely({ exp, iat }: Jwt['claims'], now: number): boolean {
  if (typeof exp !== 'number' || exp <= now - CLOCK_SKEW_SECONDS) return false;
  const latestStart = now + CLOCK_SKEW_SECONDS;
  if (iat === undefined) return exp <= latestStart + LONGEST_LIFE_SECONDS;
  return typeof iat === 'number' && iat <= latestStart && exp <= iat + LONGEST_LIFE_SECONDS;
}

const claimsSchema = z.object({
  exp: z.number(),
  email: z.string().max(320).optional().catch(undefined),
  email_verified: z.boolean().default(true).catch(false),
  given_name: nameClaim,
  family_name: nameClaim,
  groups: z.array(z.string()).catch([]),
  scope: z.string().catch(''),
  // An unknown role gives the fewest rights.
  site_role: siteRoleSchema.default('privateOnlyRole').catch('viewerRole'),
});

/** The login and the person that a JWT identifies. @throws `unauthenticated` if it has no valid user id */
export function signedInBy({ claims }: Jwt, issuer: TrustedIssuer, now: Instant) {
  const { userIdClaim, userIdPrefix = '', emailIsTrusted = true } = issuer;
  const id = idSchema.safeParse(claims[userIdClaim]);
  if (!id.success) throw new Problem('unauthenticated');
  const read = claimsSchema.parse(claims);
  const email =
    emailIsTrusted && read.email_verified && read.email !== undefined ? { email: read.email } : {};
  const until = Math.min(read.exp, epochSeconds(now) + LONGEST_LOGIN_SECONDS);
  const login: Login = { id: id.data, ...email, until: fromEpochSeconds(until) };
  const person: Omit<Person, 'site'> = {
    id: userIdPrefix + id.data,
    ...email,
    firstName: read.given_name,
    lastName: read.family_name,
    groups: read.groups.map(group => userIdPrefix + group),
    scopes: read.scope.split(' '),
    siteRole: read.site_role,
  };
  return { login, person };
}
