import { epochOf, type Launching, launchedUser } from './admission.ts';
import { type KalturaSession, type Privilege, sessionId, USER_SESSION } from './kaltura-session.ts';
import { KALTURA_SESSION_SECONDS } from './lifetimes.ts';
import type { Role } from './role.ts';
import { epochSeconds, type Instant } from './time.ts';
import type { KsLauncher, SessionRole } from './trust.ts';

/** What Kaltura is told of an invitee (docs/kaltura.md#launching-a-room). No documented value makes a speaker. */
const ATTENDEE: SessionRole = { role: 'viewerRole', userContextualRole: '3' };
const INSTRUCTOR: SessionRole = { role: 'adminRole', userContextualRole: '0' };
const sessionRoles: Record<Role, SessionRole> = {
  viewer: ATTENDEE,
  speaker: ATTENDEE,
  moderator: INSTRUCTOR,
};
const MODERATOR_FLAGS = { roomModerator: '1', chatModerator: '1' };

/** The session with which an invitee enters the room. It ends with the link, and within a day. */
export function launchSession(
  entrant: Launching,
  { roomIs, roles = {} }: KsLauncher,
  { now, linkExpiresAt }: { now: Instant; linkExpiresAt: Instant },
): Omit<KalturaSession, 'partnerId'> {
  const { invitation } = entrant;
  const { id, room, role, firstName, lastName } = invitation;
  const privileges: Partial<Record<Privilege, string>> = {
    sessionid: sessionId(id, epochOf(invitation)),
    [roomIs]: room,
    ...(roles[role] ?? sessionRoles[role]),
    ...(role === 'moderator' && MODERATOR_FLAGS),
    firstName,
    ...(lastName !== '' && { lastName }),
  };
  return {
    privileges: new Map(Object.entries(privileges)),
    type: USER_SESSION,
    user: launchedUser(entrant),
    expiresAt: Math.min(epochSeconds(linkExpiresAt), epochSeconds(now) + KALTURA_SESSION_SECONDS),
  };
}
