import { importJWK, type JWK, type JWTPayload, SignJWT } from 'jose';
import * as z from 'zod';
import { newSigningKey } from '../../functions/deploy/generate-keys.ts';
import type { HttpHandler, Route } from '../gateway/router.ts';
import { AUDIENCE, issuerOf } from '../sites.ts';
import type { State } from '../support/state.ts';
import { json, parseJson, problem } from './answers.ts';

const sites = ['demo', 'other'] as const;

const person = z.strictObject({
  sub: z.string().min(1),
  email: z.string().optional(),
  given_name: z.string().optional(),
  family_name: z.string().optional(),
  groups: z.array(z.string()).optional(),
  site_role: z.string().optional(),
  scope: z.string().optional(),
  /** Seconds; negative for a token that is already expired. */
  expiresIn: z.int().default(3600),
  site: z.enum(sites).default('demo'),
});

/** Plays the sites' identity providers: signs a token for any caller, and publishes the keys that verify it. */
export async function issuerRoutes(state: State, origin: string): Promise<Route[]> {
  for (const site of sites) {
    if (!state.get(keyOf(site))) state.set(keyOf(site), await newSigningKey(`${site}-1`));
  }
  const signingKey = (site: string) => state.get(keyOf(site)) as JWK;

  const issueToken: HttpHandler = async event => {
    const { data, error } = person.safeParse(parseJson(event.body));
    if (error) return problem(400, 'The body is not valid', error.issues);
    const { expiresIn, site, ...claims } = data;
    const token = await signLogin(claims, {
      issuer: issuerOf(origin, site),
      key: signingKey(site),
      expiresIn,
    });
    return json(200, { token });
  };

  const publishKeys = (site: string): HttpHandler => {
    const { d: _, ...publicKey } = signingKey(site);
    return async () => json(200, { keys: [publicKey] });
  };

  return [
    { method: 'POST', path: '/dev/tokens', handler: issueToken },
    ...sites.map(site => ({
      method: 'GET',
      path: `/dev/issuers/${site}/jwks.json`,
      handler: publishKeys(site),
    })),
  ];
}

/** Signs a login token that is issued now and expires after `expiresIn` seconds. */
export async function signLogin(
  claims: JWTPayload,
  { issuer, key, expiresIn }: { issuer: string; key: JWK; expiresIn: number },
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid: key.kid ?? '' })
    .setIssuer(issuer)
    .setAudience(AUDIENCE)
    .setIssuedAt(Math.min(now, now + expiresIn))
    .setExpirationTime(now + expiresIn)
    .sign(await importJWK(key));
}

/** The state's key under which the signing key of a site's issuer is stored. */
export const keyOf = (site: string): string => `issuer/${site}`;
