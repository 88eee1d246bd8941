import { type Invitation, type InvitationView, viewOf } from '../../domain/invitation.ts';
import { requireManager } from '../../domain/inviting.ts';
import { actorOf, type Scope } from '../../domain/person.ts';
import { Problem } from '../../domain/problems.ts';
import type { Room } from '../../domain/room.ts';
import type { Instant } from '../../domain/time.ts';
import { decideAndWrite } from '../adapters/dynamodb/decide-and-write.ts';
import { changeInvitation } from '../adapters/dynamodb/invitation-changes.ts';
import { readInvitation } from '../adapters/dynamodb/invitations.ts';
import type { SiteCaller } from '../http/caller.ts';
import { currentRoom } from '../rooms/current-room.ts';

type Asked = { caller: SiteCaller; path: { roomId: string; id: string }; now: Instant };
type Managed = { room: Room; invitation: Invitation };

/** Reads an invitation and its room in one request. `mayCall` throws if the caller has no right to them. */
export async function readInRoom(
  { caller: { site }, path, now }: Asked,
  mayCall: (room: Room) => void,
): Promise<Managed> {
  const found = await readInvitation({ site: site.id, room: path.roomId, id: path.id });
  const room = await currentRoom({ site, roomId: path.roomId, now }, found.room);
  mayCall(room);
  return { room, invitation: inThisLife(found.invitation, room) };
}

/** For managers, and callers with one of the scopes. @throws `room_not_found`, `forbidden`, `invitation_not_found` */
export const readManaged = (asked: Asked, ...orScopes: Scope[]): Promise<Managed> =>
  readInRoom(asked, room => requireManager(asked.caller.person, room, ...orScopes));

/**
 * Changes an invitation with optimistic concurrency: if another write came first, `changeOf` decides again from the
 * stored invitation. It returns undefined if there is nothing to change, or throws.
 */
export async function applyChange(
  asked: Asked,
  { room, invitation }: Managed,
  changeOf: (invitation: Invitation) => Partial<Invitation> | undefined,
): Promise<InvitationView> {
  const { stored } = await decideAndWrite(
    invitation,
    current => {
      const invitation = inThisLife(current, room);
      return { invitation, change: changeOf(invitation) };
    },
    ({ invitation, change }) => change && changeInvitation(invitation, change),
  );
  return view(inThisLife(stored, room), room, asked);
}

/** An invitation from before the room's deletion no longer exists. @throws `invitation_not_found` */
function inThisLife(invitation: Invitation | undefined, room: Room): Invitation {
  if (invitation?.generation !== room.generation) throw new Problem('invitation_not_found');
  return invitation;
}

export const view = (
  invitation: Invitation,
  room: Room,
  { caller, now }: Pick<Asked, 'caller' | 'now'>,
): InvitationView => viewOf(invitation, { room, settings: caller.site.settings, now });

/** Who changed an invitation, and when: part of every change by a manager. */
export const signedBy = ({ caller: { person, site }, now }: Asked) => ({
  updatedAt: now,
  changedBy: actorOf(person, site.settings.name),
});
