import { personKey } from './identifier.ts';
import { atLeast, type Person } from './person.ts';
import { Problem } from './problems.ts';
import { isManager, type RoomDetails } from './room.ts';
import type { Settings } from './site.ts';

export const reasonsNotToInvite = [
  'module_disabled',
  'media_page_disabled',
  'chat_and_collaboration_disabled',
  'not_a_room_manager',
  'not_an_allowed_user',
] as const;
export type ReasonNotToInvite = (typeof reasonsNotToInvite)[number];

/** The first failing rule of docs/contract.md#2-callers, Who may invite. @returns undefined if the person may invite */
export function whyNotInvite(
  person: Person,
  room: RoomDetails,
  settings: Settings,
): ReasonNotToInvite | undefined {
  if (!settings.inviteToMedia.enabled) return 'module_disabled';
  if (!settings.theming.mediaPage) return 'media_page_disabled';
  if (!room.chatAndCollaboration) return 'chat_and_collaboration_disabled';
  if (!isManager(person, room)) return 'not_a_room_manager';
  return isAllowedUser(person, settings) ? undefined : 'not_an_allowed_user';
}

/** @throws `not_allowed_to_invite` with the failing rule in `reason` */
export function requireMayInvite(person: Person, room: RoomDetails, settings: Settings): void {
  const reason = whyNotInvite(person, room, settings);
  if (reason !== undefined) throw new Problem('not_allowed_to_invite', { reason });
}

/** The person must manage the room or have one of the scopes. @throws `forbidden` */
export function requireManager(person: Person, room: RoomDetails, ...orScopes: string[]): void {
  if (isManager(person, room) || orScopes.some(scope => person.scopes.includes(scope))) return;
  throw new Problem('forbidden');
}

function isAllowedUser(person: Person, { inviteToMedia: { allowedUsers } }: Settings): boolean {
  return (
    (allowedUsers.minimumRole !== null && atLeast(person.siteRole, allowedUsers.minimumRole)) ||
    allowedUsers.users.some(user => personKey(user) === personKey(person.id)) ||
    allowedUsers.groups.some(group => person.groups.includes(group))
  );
}
