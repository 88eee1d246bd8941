import { errors, importJWK, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import * as z from 'zod';
import {
  type Entrant,
  LAUNCH_SECONDS,
  launchClaims,
  TICKET_MINUTES,
  ticketClaims,
} from '../../domain/admission.ts';
import { signingKey, TICKET_LIFE_MILLIS, verifyingKeys } from '../../domain/keys.ts';
import type { Link } from '../../domain/link.ts';
import { Problem } from '../../domain/problems.ts';
import { after, epochSeconds, type Instant, minutes } from '../../domain/time.ts';
import { environment, publicOrigin } from '../environment.ts';
import { randomId } from '../shared/random-id.ts';
import { type TicketKey, ticketKeys } from './secrets.ts';

const ALGORITHM = 'ES256';
const TICKET_TYPE = 'at+jwt';

/** What `/v1/session` needs of a ticket. */
export type Ticket = Link & {
  device: string;
  userId?: string | undefined;
};

/** A ticket for somebody who was admitted, bound to the device, and when it ends. */
export async function signTicket(
  entrant: Entrant,
  now: Instant,
): Promise<{ ticket: string; ticketExpiresAt: Instant }> {
  const expiresAt = after(now, minutes(TICKET_MINUTES));
  const claims = { ...ticketClaims(entrant), iat: epochSeconds(now), exp: epochSeconds(expiresAt) };
  return {
    ticket: await sign(claims, TICKET_TYPE, now),
    ticketExpiresAt: new Date(claims.exp * 1000).toISOString(),
  };
}

/** A token of one minute for the launcher's page; its audience is its own, so that it opens nothing here. */
export async function signLaunchToken(entrant: Entrant, now: Instant): Promise<string> {
  const iat = epochSeconds(now);
  const audience = `launch:${entrant.invitation.site}`;
  const claims = { ...launchClaims(entrant), aud: audience, jti: randomId(), iat, exp: iat + LAUNCH_SECONDS };
  return sign(claims, 'launch+jwt', now);
}

const ticketSchema = z
  .object({
    aud: z.string(),
    room: z.string(),
    sub: z.string(),
    generation: z.number(),
    link_id: z.string(),
    cnf: z.object({ jkt: z.string() }),
    user_id: z.string().optional(),
  })
  .transform(
    (claims): Ticket => ({
      site: claims.aud,
      room: claims.room,
      invitation: claims.sub,
      generation: claims.generation,
      linkId: claims.link_id,
      device: claims.cnf.jkt,
      userId: claims.user_id,
    }),
  );

/** @throws `ticket_expired`, `unauthenticated` */
export async function verifyTicket(text: string, now: Instant): Promise<Ticket> {
  try {
    const { payload } = await jwtVerify(text, ({ kid }) => verificationKey(kid, now), {
      typ: TICKET_TYPE,
      algorithms: [ALGORITHM],
      // Any of them: a custom domain that comes later must not end the tickets of the minute before.
      issuer: environment('PUBLIC_ORIGINS'),
      currentDate: new Date(now),
    });
    return ticketSchema.parse(payload);
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new Problem('ticket_expired');
    if (error instanceof errors.JOSEError || error instanceof z.ZodError)
      throw new Problem('unauthenticated');
    throw error;
  }
}

async function verificationKey(kid: string | undefined, now: Instant) {
  const key = (await ticketKeysInForce(now)).find(each => each.kid === kid);
  if (key === undefined) throw new errors.JWKSNoMatchingKey();
  const { d: _private, ...publicKey } = key;
  return importJWK(publicKey, ALGORITHM);
}

/** All that verify, and the one that will sign next: private halves included. */
export const ticketKeysInForce = async (now: Instant): Promise<TicketKey[]> =>
  verifyingKeys((await ticketKeys()).keys, { now, lifeMillis: TICKET_LIFE_MILLIS });

async function sign(claims: JWTPayload, typ: string, now: Instant): Promise<string> {
  const key = signingKey((await ticketKeys()).keys, now);
  return new SignJWT({ ...claims, iss: publicOrigin() })
    .setProtectedHeader({ alg: ALGORITHM, kid: key.kid, typ })
    .sign(await importJWK(key, ALGORITHM));
}
