import type { Invitation, InvitationView } from '../domain/invitation.ts';
import { viewOf } from '../domain/invitation.ts';
import { requireManager } from '../domain/inviting.ts';
import { actorOf, type Scope } from '../domain/person.ts';
import { Problem } from '../domain/problems.ts';
import type { Room } from '../domain/room.ts';
import type { Instant } from '../domain/time.ts';
import { readInvitation } from './adapters/dynamodb/invitations.ts';
import { requireRoom } from './adapters/dynamodb/rooms.ts';
import type { SiteCaller } from './http/caller.ts';

/** What the routes of one invitation have in common. */

type Asked = { caller: SiteCaller; path: { roomId: string; id: string }; now: Instant };

/** The invitation and its room, in one read; the right to see them is the caller's to check in between. */
export async function readInRoom({ caller: { site }, path }: Asked, mayCall: (room: Room) => void) {
  const found = await readInvitation({ site: site.id, room: path.roomId, id: path.id });
  const room = requireRoom(found.room);
  mayCall(room);
  return { room, invitation: inThisLife(found.invitation, room) };
}

/** For managers, and whoever has one of the scopes. @throws `room_not_found`, `forbidden`, `invitation_not_found` */
export const readManaged = (asked: Asked, ...orScopes: Scope[]) =>
  readInRoom(asked, room => requireManager(asked.caller.person, room, ...orScopes));

/** An invitation from before the room was deleted is no longer there. @throws `invitation_not_found` */
export function inThisLife(invitation: Invitation | undefined, room: Room): Invitation {
  if (invitation?.generation !== room.generation) throw new Problem('invitation_not_found');
  return invitation;
}

export const view = (
  invitation: Invitation,
  room: Room,
  { caller, now }: Pick<Asked, 'caller' | 'now'>,
): InvitationView => viewOf(invitation, { room, settings: caller.site.settings, now });

/** Who changed an invitation, and when: goes with every change a manager makes. */
export const signedBy = ({ caller, now }: Pick<Asked, 'caller' | 'now'>) => ({
  updatedAt: now,
  changedBy: actorOf(caller.person),
});
