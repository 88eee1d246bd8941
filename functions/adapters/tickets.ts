import { errors, importJWK, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import * as z from 'zod';
import { type Entrant, type Launching, launchClaims, ticketClaims } from '../../domain/admission.ts';
import { siteIdSchema } from '../../domain/identifier.ts';
import { signingKey, TICKET_LIFE_MILLIS, verifyingKeys } from '../../domain/keys.ts';
import { LAUNCH_SECONDS, TICKET_MINUTES } from '../../domain/lifetimes.ts';
import type { Link } from '../../domain/link.ts';
import { Problem } from '../../domain/problems.ts';
import { after, epochSeconds, fromEpochSeconds, type Instant, minutes } from '../../domain/time.ts';
import { environment, publicOrigin } from '../runtime/environment.ts';
import { randomId } from '../runtime/random-id.ts';
import { type TicketKey, ticketKeys } from './service-keys.ts';

const ALGORITHM = 'ES256';
const TICKET_TYPE = 'at+jwt';

/** The claims of a ticket that `/v1/session` needs. */
export type Ticket = Link & {
  device: string;
  /** The site login behind the ticket. It is undefined after the login has ended. */
  login?: Entrant['login'];
};

/** Signs a ticket for an admitted invitee, bound to the device. @returns the ticket and its expiry */
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

/** Signs a launch token (60 s) for the launcher's page. Its audience is separate, so it is no ticket here. */
export async function signLaunchToken(entrant: Launching, now: Instant): Promise<string> {
  const iat = epochSeconds(now);
  const audience = `launch:${entrant.invitation.site}`;
  const claims = { ...launchClaims(entrant), aud: audience, jti: randomId(), iat, exp: iat + LAUNCH_SECONDS };
  return sign(claims, 'launch+jwt', now);
}

const ticketSchema = z
  .object({
    // Audiences of other tokens, such as `launch:<site>`, do not match this schema.
    aud: siteIdSchema,
    room: z.string(),
    sub: z.string(),
    generation: z.number(),
    link_id: z.string(),
    cnf: z.object({ jkt: z.string() }),
    user_id: z.string().optional(),
    auth_until: z.int().optional(),
  })
  .transform(
    ({ user_id: id, auth_until: until, ...claims }): Ticket => ({
      site: claims.aud,
      room: claims.room,
      invitation: claims.sub,
      generation: claims.generation,
      linkId: claims.link_id,
      device: claims.cnf.jkt,
      login: id === undefined || until === undefined ? undefined : { id, until: fromEpochSeconds(until) },
    }),
  );

/** @throws `ticket_expired`, `unauthenticated` */
export async function verifyTicket(text: string, now: Instant): Promise<Ticket> {
  try {
    const { payload } = await jwtVerify(text, ({ kid }) => verificationKey(kid, now), {
      typ: TICKET_TYPE,
      algorithms: [ALGORITHM],
      // Any public origin: tickets stay valid when a custom domain is added.
      issuer: environment('PUBLIC_ORIGINS'),
      requiredClaims: ['exp'],
      currentDate: new Date(now),
    });
    return whileLoginLasts(ticketSchema.parse(payload), now);
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new Problem('ticket_expired');
    if (error instanceof errors.JOSEError || error instanceof z.ZodError)
      throw new Problem('unauthenticated');
    throw error;
  }
}

/** After the login has ended, the ticket is a guest's (docs/contract.md#redeem, Ticket). */
const whileLoginLasts = ({ login, ...ticket }: Ticket, now: Instant): Ticket =>
  login !== undefined && login.until > now ? { ...ticket, login } : ticket;

async function verificationKey(kid: string | undefined, now: Instant) {
  const key = (await ticketKeysInForce(now)).find(each => each.kid === kid);
  if (key === undefined) throw new errors.JWKSNoMatchingKey();
  const { d: _private, ...publicKey } = key;
  return importJWK(publicKey, ALGORITHM);
}

/** The keys that verify, and the key that signs next. They include the private keys. */
export const ticketKeysInForce = async (now: Instant): Promise<TicketKey[]> =>
  verifyingKeys((await ticketKeys()).keys, { now, lifeMillis: TICKET_LIFE_MILLIS });

async function sign(claims: JWTPayload, typ: string, now: Instant): Promise<string> {
  const key = signingKey((await ticketKeys()).keys, now);
  return new SignJWT({ ...claims, iss: publicOrigin() })
    .setProtectedHeader({ alg: ALGORITHM, kid: key.kid, typ })
    .sign(await importJWK(key, ALGORITHM));
}
