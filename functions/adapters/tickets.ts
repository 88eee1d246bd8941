import * as z from 'zod';
import { type Entrant, ticketClaims } from '../../domain/admission.ts';
import { siteIdSchema } from '../../domain/identifier.ts';
import { TICKET_MINUTES } from '../../domain/lifetimes.ts';
import type { Link } from '../../domain/link.ts';
import { after, epochSeconds, fromEpochSeconds, type Instant, minutes } from '../../domain/time.ts';
import { signOwnToken, verifyOwnToken } from './own-tokens.ts';

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
    ticket: await signOwnToken(claims, TICKET_TYPE, now),
    ticketExpiresAt: new Date(claims.exp * 1000).toISOString(),
  };
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
  const kind = { typ: TICKET_TYPE, expired: 'ticket_expired', invalid: 'unauthenticated' } as const;
  return whileLoginLasts(await verifyOwnToken(text, { ...kind, schema: ticketSchema }, now), now);
}

/** After the login has ended, the ticket is a guest's (docs/contract.md#redeem, Ticket). */
const whileLoginLasts = ({ login, ...ticket }: Ticket, now: Instant): Ticket =>
  login !== undefined && login.until > now ? { ...ticket, login } : ticket;
