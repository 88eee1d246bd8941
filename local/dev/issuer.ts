import { importJWK, type JWK, SignJWT } from 'jose';
import * as z from 'zod';
import { newSigningKey } from '../../functions/adapters/new-keys.ts';
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
  /** Seconds; below zero for a token that expired already. */
  expiresIn: z.int().default(3600),
  site: z.enum(sites).default('demo'),
});

/** Plays the sites' own logins: signs tokens for whoever asks, and publishes the keys to verify them with. */
export async function issuerRoutes(state: State, origin: string): Promise<Route[]> {
  for (const site of sites) {
    if (!state.get(keyOf(site))) state.set(keyOf(site), await newSigningKey(`${site}-1`));
  }
  const signingKey = (site: string) => state.get(keyOf(site)) as JWK;

  const issueToken: HttpHandler = async event => {
    const { data, error } = person.safeParse(parseJson(event.body));
    if (error) return problem(400, 'The body is not as it should be', error.issues);
    const { expiresIn, site, ...claims } = data;
    const key = signingKey(site);
    const now = Math.floor(Date.now() / 1000);
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid: key.kid ?? '' })
      .setIssuer(issuerOf(origin, site))
      .setAudience(AUDIENCE)
      .setIssuedAt(Math.min(now, now + expiresIn))
      .setExpirationTime(now + expiresIn)
      .sign(await importJWK(key));
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

const keyOf = (site: string): string => `issuer/${site}`;
