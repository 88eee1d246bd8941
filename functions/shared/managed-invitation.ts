import { type Invitation, type InvitationView, viewOf } from '../../domain/invitation.ts';
import { requireManager } from '../../domain/inviting.ts';
import { actorOf, type Scope } from '../../domain/person.ts';
import { Problem } from '../../domain/problems.ts';
import type { Room } from '../../domain/room.ts';
import type { Instant } from '../../domain/time.ts';
import { changeInvitation, readInvitation } from '../adapters/dynamodb/invitations.ts';
import { requireRoom } from '../adapters/dynamodb/rooms.ts';
import type { SiteCaller } from '../http/caller.ts';
import { settle } from './settle.ts';

type Asked = { caller: SiteCaller; path: { roomId: string; id: string }; now: Instant };
type Managed = { room: Room; invitation: Invitation };

/** The invitation and its room, in one read; the right to see them is the caller's to check in between. */
export async function readInRoom(
  { caller: { site }, path }: Asked,
  mayCall: (room: Room) => void,
): Promise<Managed> {
  const found = await readInvitation({ site: site.id, room: path.roomId, id: path.id });
  const room = requireRoom(found.room);
  mayCall(room);
  return { room, invitation: inThisLife(found.invitation, room) };
}

/** For managers, and whoever has one of the scopes. @throws `room_not_found`, `forbidden`, `invitation_not_found` */
export const readManaged = (asked: Asked, ...orScopes: Scope[]): Promise<Managed> =>
  readInRoom(asked, room => requireManager(asked.caller.person, room, ...orScopes));

/**
 * Changes an invitation as it stands in the moment of writing. `changeOf` gives nothing where there is nothing to
 * change, or throws.
 */
export async function applyChange(
  asked: Asked,
  { room, invitation }: Managed,
  changeOf: (standing: Invitation) => Partial<Invitation> | undefined,
): Promise<InvitationView> {
  const { standing } = await settle(
    invitation,
    current => {
      const standing = inThisLife(current, room);
      return { standing, change: changeOf(standing) };
    },
    ({ standing, change }) => change && changeInvitation(standing, change, room),
  );
  return view(inThisLife(standing, room), room, asked);
}

/** An invitation from before the room was deleted is no longer there. @throws `invitation_not_found` */
function inThisLife(invitation: Invitation | undefined, room: Room): Invitation {
  if (invitation?.generation !== room.generation) throw new Problem('invitation_not_found');
  return invitation;
}

export const view = (
  invitation: Invitation,
  room: Room,
  { caller, now }: Pick<Asked, 'caller' | 'now'>,
): InvitationView => viewOf(invitation, { room, settings: caller.site.settings, now });

/** Who changed an invitation, and when: goes with every change a manager makes. */
export const signedBy = ({ caller, now }: Asked) => ({ updatedAt: now, changedBy: actorOf(caller.person) });
