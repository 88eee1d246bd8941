import { errors, importJWK, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import * as z from 'zod';
import { signingKey, TICKET_LIFE_MILLIS, verifyingKeys } from '../../domain/keys.ts';
import { Problem, type ProblemCode } from '../../domain/problems.ts';
import type { Instant } from '../../domain/time.ts';
import { environment, publicOrigin } from '../runtime/environment.ts';
import { type TicketKey, ticketKeys } from './service-keys.ts';

/** The tokens that Roompass signs with the ticket keys. Each kind has a `typ` and an audience; both are checked. */

const ALGORITHM = 'ES256';

export async function signOwnToken(claims: JWTPayload, typ: string, now: Instant): Promise<string> {
  const key = signingKey((await ticketKeys()).keys, now);
  return new SignJWT({ ...claims, iss: publicOrigin() })
    .setProtectedHeader({ alg: ALGORITHM, kid: key.kid, typ })
    .sign(await importJWK(key, ALGORITHM));
}

type Kind<T> = {
  typ: string;
  /** The claims, with the form of the kind's audience. */
  schema: z.ZodType<T>;
  /** The problems of an expired token, and of any other token that is refused. */
  expired: ProblemCode;
  invalid: ProblemCode;
};

/** Verifies a token without a database read. @throws the problems of the kind */
export async function verifyOwnToken<T>(
  text: string,
  { typ, schema, expired, invalid }: Kind<T>,
  now: Instant,
): Promise<T> {
  try {
    const { payload } = await jwtVerify(text, ({ kid }) => verificationKey(kid, now), {
      typ,
      algorithms: [ALGORITHM],
      // Any public origin: tokens stay valid when a custom domain is added.
      issuer: environment('PUBLIC_ORIGINS'),
      requiredClaims: ['exp'],
      currentDate: new Date(now),
    });
    return schema.parse(payload);
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new Problem(expired);
    if (error instanceof errors.JOSEError || error instanceof z.ZodError) throw new Problem(invalid);
    throw error;
  }
}

async function verificationKey(kid: string | undefined, now: Instant) {
  const key = (await ticketKeysInForce(now)).find(each => each.kid === kid);
  if (key === undefined) throw new errors.JWKSNoMatchingKey();
  const { d: _private, ...publicKey } = key;
  return importJWK(publicKey, ALGORITHM);
}

/** The keys that verify, and the key that signs next. They include the private keys. */
export const ticketKeysInForce = async (now: Instant): Promise<TicketKey[]> =>
  verifyingKeys((await ticketKeys()).keys, { now, lifeMillis: TICKET_LIFE_MILLIS });
