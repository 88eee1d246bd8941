import type { Invitation } from './invitation.ts';
import { permissionsByRole } from './role.ts';
import type { Instant } from './time.ts';

/** How a person came in: only a site's login makes the guest that very person (contract section 6). */
export type Entrant = { invitation: Invitation; device: string; linkId: string; userId?: string | undefined };

const nameOf = ({ firstName, lastName }: Invitation): string => `${firstName} ${lastName}`;

/** What a ticket says besides the usual `iss`, `iat` and `exp` (contract section 3, Ticket). */
export const ticketClaims = ({ invitation, device, linkId, userId }: Entrant) => ({
  sub: invitation.id,
  aud: invitation.site,
  room: invitation.room,
  role: invitation.role,
  permissions: [...permissionsByRole[invitation.role]],
  email: invitation.email,
  email_verified: userId !== undefined,
  name: nameOf(invitation),
  cnf: { jkt: device },
  /** Which link it came from, and which person of the site, so that a later ticket can be given for it. */
  link_id: linkId,
  generation: invitation.generation,
  ...(userId !== undefined && { user_id: userId }),
});

/** What a launcher's page is told: no e-mail, and never a user id that somebody typed. */
export const launchClaims = ({ invitation, userId }: Entrant) => ({
  sub: userId ?? `guest-${invitation.id}`,
  room: invitation.room,
  role: invitation.role,
  permissions: [...permissionsByRole[invitation.role]],
  name: nameOf(invitation),
});

/** A launcher's template filled in, every value URL-encoded. */
export const launchUrl = (template: string, values: Record<'roomId' | 'launchToken', string>): string =>
  template.replace(/\{(roomId|launchToken)\}/g, (_, name: 'roomId' | 'launchToken') =>
    encodeURIComponent(values[name]),
  );

export const TICKET_MINUTES = 5;
export const LAUNCH_SECONDS = 60;

export type Admission = { joinUrl: string; ticket: string; ticketExpiresAt: Instant };
