import { idSchema } from './identifier.ts';
import type { TrustedKaltura } from './kaltura-trust.ts';
import { LONGEST_LOGIN_HOURS } from './lifetimes.ts';
import type { Login } from './login.ts';
import type { Person } from './person.ts';
import { epochSeconds, fromEpochSeconds, type Instant } from './time.ts';

/** Which Kaltura sessions (KS) are logins, and the person that they identify (docs/contract.md#2-callers, KS). */

/** The fields of a KS. `expiresAt` is in seconds since 1970. */
export type KalturaSession = {
  partnerId: number;
  privileges: ReadonlyMap<string, string>;
  type: number;
  user: string;
  expiresAt: number;
};

/** The privileges that Roompass seals into a session. Another name is never sealed. */
const PRIVILEGES = [
  'sessionid',
  'entryId',
  'resourceId',
  'eventId',
  'role',
  'userContextualRole',
  'roomModerator',
  'chatModerator',
  'firstName',
  'lastName',
] as const;
export type Privilege = (typeof PRIVILEGES)[number];

/**
 * What a name may hold, and `_`. Kaltura joins privileges with commas and looks for substrings, so `,` or `:` in a value
 * could grant a right (docs/kaltura.md#names-in-a-session).
 */
const VALUE = /^(?:[\p{L}\p{M}\p{Nd} '’·・־׳״._-]|\u200c|\u200d)*$/u;

export const isSealable = ([name, value]: readonly [string, string]): boolean =>
  PRIVILEGES.some(known => known === name) && VALUE.test(value);

/** Kaltura ends all sessions with the same id at once, so it changes whenever earlier sessions must end. */
export const sessionId = (invitation: string, epoch: number): string => `${invitation}-${epoch}`;

export const USER_SESSION = 0;
export const ADMIN_SESSION = 2;

/** Users of the sessions that Roompass seals for invitees without a login. Such a session is no login. */
export const GUEST_PREFIX = 'guest-';
/** The user of a widget session, which anybody may fetch. */
const WIDGET_USER = '0';

/** Privileges that KMS and KAF give their front ends. They restrict nothing that matters here, and grant nothing here. */
const HARMLESS = [
  'sview',
  'list',
  'edit',
  'enableentitlement',
  'disableentitlement',
  'privacycontext',
  'appid',
  'sessionid',
  'sessionkey',
  'restrictexplicitliveview',
];
/** Never accepted, not even if the trust file names them: sessions with restricted rights, and sessions for a room. */
const NEVER = [
  'widget',
  'setrole',
  'restrictingrole',
  'limitentry',
  'iprestrict',
  'urirestrict',
  'eventId',
  'resourceId',
  'entryId',
  'userContextualRole',
  'roomModerator',
].map(name => name.toLowerCase());

const UNLIMITED = '-1';

/** Whether a KS is a login to the site, or the name of the privilege that is not accepted. */
export type Acceptance = { accepted: boolean; privilege?: string };

export function acceptKs(session: KalturaSession, kaltura: TrustedKaltura, now: Instant): Acceptance {
  const { type, user, expiresAt } = session;
  const checks = [
    // Kaltura has no clock skew.
    expiresAt > epochSeconds(now),
    type === USER_SESSION || type === ADMIN_SESSION,
    user !== WIDGET_USER && idSchema.safeParse(user).success,
    !user.toLowerCase().startsWith(GUEST_PREFIX),
  ];
  if (checks.includes(false)) return { accepted: false };
  const refused = [...session.privileges].find(
    ([name, value]) => !isHarmless(session, kaltura, [name, value]),
  );
  return refused === undefined ? { accepted: true } : { accepted: false, privilege: refused[0] };
}

function isHarmless(
  { type }: KalturaSession,
  { alsoAccept = [] }: TrustedKaltura,
  [name, value]: [string, string],
): boolean {
  if (NEVER.includes(name.toLowerCase())) return false;
  if (name === 'actionslimit') return value === UNLIMITED;
  // `*` is stored as `all`, with the value `*`.
  if (name === 'all' || name === '*' || name === 'apptoken') return type === ADMIN_SESSION;
  return HARMLESS.includes(name) || alsoAccept.includes(name);
}

/** What Kaltura knows of a person. */
export type KalturaUser = { email?: string; firstName: string; lastName: string; groups: string[] };

const UNKNOWN_USER: KalturaUser = { firstName: '', lastName: '', groups: [] };

/** The login and the person of an accepted KS. Its user id alone is never a proved e-mail address. */
export function signedInWithKs(
  session: KalturaSession,
  kaltura: TrustedKaltura,
  now: Instant,
  user = UNKNOWN_USER,
) {
  const { userIdPrefix = '' } = kaltura;
  const { email, firstName, lastName, groups } = user;
  const until = Math.min(session.expiresAt, epochSeconds(now) + LONGEST_LOGIN_HOURS * 3600);
  const known = email === undefined ? {} : { email };
  const isAdmin = session.type === ADMIN_SESSION;
  const login: Login = { id: session.user, ...known, until: fromEpochSeconds(until) };
  const person: Omit<Person, 'site'> = {
    id: userIdPrefix + session.user,
    ...known,
    firstName,
    lastName,
    groups: groups.map(group => userIdPrefix + group),
    scopes: isAdmin ? ['rooms:write', 'site:admin'] : [],
    siteRole: isAdmin ? 'unmoderatedAdminRole' : 'privateOnlyRole',
  };
  return { login, person };
}
