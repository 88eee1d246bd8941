import type { Invitation } from './invitation.ts';
import { GUEST_PREFIX } from './kaltura-session.ts';
import type { Login } from './login.ts';
import { fullName } from './person.ts';
import { permissionsByRole } from './role.ts';
import { epochSeconds, type Instant } from './time.ts';

/** An admitted device. Only with a site login does the launcher get the person's user id (docs/contract.md#6-site-settings-and-trust). */
export type Entrant = {
  invitation: Invitation;
  device: string;
  linkId: string;
  login?: Pick<Login, 'id' | 'until'> | undefined;
};

/** `linkReusability` is the site's setting: the number of devices per link, -1 for any number. */
export type Launching = Entrant & { linkReusability: number };

/** A ticket's claims, except `iss`, `iat` and `exp` (docs/contract.md#redeem, Ticket). */
export const ticketClaims = ({ invitation, device, linkId, login }: Entrant) => ({
  sub: invitation.id,
  aud: invitation.site,
  room: invitation.room,
  role: invitation.role,
  permissions: [...permissionsByRole[invitation.role]],
  email: invitation.email,
  email_verified: login !== undefined,
  name: fullName(invitation),
  cnf: { jkt: device },
  /** The link and the site login behind this ticket: `/v1/session` issues the next ticket from them. */
  link_id: linkId,
  generation: invitation.generation,
  ...(login !== undefined && { user_id: login.id, auth_until: epochSeconds(login.until) }),
});

/** A launch token's claims: no e-mail, and never a user id that the invitee typed. */
export const launchClaims = (entrant: Launching) => {
  const { invitation } = entrant;
  return {
    sub: launchedUser(entrant),
    room: invitation.room,
    role: invitation.role,
    permissions: [...permissionsByRole[invitation.role]],
    name: fullName(invitation),
  };
};

/** The claims of a launch token that becomes a form: also what the form has of the person (OpenID Connect's names). */
export const formLaunchClaims = (entrant: Launching) => {
  const { firstName, lastName, locale } = entrant.invitation;
  return { ...launchClaims(entrant), given_name: firstName, family_name: lastName, locale };
};

/** The user at the launcher: the person whom a site login proved, otherwise a guest. */
export const launchedUser = (entrant: Launching): string => entrant.login?.id ?? guestId(entrant);

export const epochOf = ({ sessionEpoch = 0 }: Pick<Invitation, 'sessionEpoch'>): number => sessionEpoch;

/** Kaltura admits one identity to a room only once, so each device of a shared link gets a separate id. */
function guestId({ invitation: { id }, device, linkReusability }: Launching): string {
  const guest = GUEST_PREFIX + id;
  return linkReusability === 1 ? guest : `${guest}-${device.slice(0, 8)}`;
}

/** Fills in a launcher's template. Every value is URL-encoded. */
export const launchUrl = (template: string, values: Record<string, string>): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));

export type Admission = { joinUrl: string; ticket: string; ticketExpiresAt: Instant };
