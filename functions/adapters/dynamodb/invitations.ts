import type { Invitation } from '../../../domain/invitation.ts';
import type { DeletedRoom, Room } from '../../../domain/room.ts';
import { toInvitation } from './invitation-items.ts';
import { getItem, getItems, queryItems } from './items.ts';
import { toRoom } from './rooms.ts';
import { INVITATION_PREFIX, invitationKeyParts, keys } from './table.ts';

/** Reads invitations. */

type Ids = { site: string; room: string; id: string };
type Found = { room: Room | DeletedRoom | undefined; invitation: Invitation | undefined };

/** Reads the room and the invitation in one strongly consistent request. */
export async function readInvitation({ site, room, id }: Ids): Promise<Found> {
  const [roomItem, item] = await getItems([keys.room(site, room), keys.invitation(site, room, id)]);
  return { room: toRoom(roomItem), invitation: item && toInvitation(item) };
}

/** Reads an invitation whose room was read before. */
export async function findInvitation({ site, room, id }: Ids): Promise<Invitation | undefined> {
  const item = await getItem(keys.invitation(site, room, id));
  return item && toInvitation(item);
}

/** A page of a room's invitations in the order of their ids, including those from before a deletion of the room. */
export async function listInvitations(
  room: Pick<Room, 'site' | 'id'>,
  limit: number,
  after: string | undefined,
) {
  const { items, last } = await queryItems(keys.room(room.site, room.id).pk, {
    prefix: INVITATION_PREFIX,
    limit,
    after: after === undefined ? undefined : keys.invitation(room.site, room.id, after),
  });
  return { invitations: items.map(toInvitation), last: last && invitationKeyParts(last).id };
}
