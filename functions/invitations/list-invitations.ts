import type * as z from 'zod';
import { normaliseEmail } from '../../domain/email.ts';
import { type Invitation, statusOf } from '../../domain/invitation.ts';
import { requireManager } from '../../domain/inviting.ts';
import type { Room } from '../../domain/room.ts';
import type { Instant } from '../../domain/time.ts';
import { findInvitation, listInvitations } from '../adapters/dynamodb/invitations.ts';
import { invitationId } from '../adapters/keyed-ids.ts';
import type { listQuerySchema } from '../contract/common.ts';
import { routes } from '../contract/routes.ts';
import { endpoint } from '../http/endpoint.ts';
import { readCurrentRoom } from '../rooms/current-room.ts';
import { view } from './managed-invitation.ts';

type Query = z.output<typeof listQuerySchema>;
type Page = { invitations: Invitation[]; last?: string | undefined };

export const handler = endpoint(routes.listInvitations, async request => {
  const { caller, path, query, now } = request;
  const { cursor } = query;
  const room = await readCurrentRoom({ site: caller.site, roomId: path.roomId, now });
  requireManager(caller.person, room, 'site:admin');
  const page: Page =
    query.email === undefined
      ? await listInvitations(room, query.limit, cursor)
      : await ofPerson(room, query.email);
  const items = page.invitations
    .filter(matches(query, room, now))
    .map(invitation => view(invitation, room, request));
  return { body: { items, ...(page.last !== undefined && { nextCursor: page.last }) } };
});

/** A person has at most one invitation in a room, found by its id. */
async function ofPerson(room: Room, email: string): Promise<Page> {
  if (normaliseEmail(email) === undefined) return { invitations: [] };
  const id = await invitationId(room.site, room.id, email);
  const invitation = await findInvitation({ site: room.site, room: room.id, id });
  return { invitations: invitation === undefined ? [] : [invitation] };
}

/** Invitations from before the room's deletion are not listed. */
const matches = (query: Query, room: Room, now: Instant) => (invitation: Invitation) =>
  invitation.generation === room.generation &&
  (query.role === undefined || invitation.role === query.role) &&
  (query.status === undefined || statusOf(invitation, room, now) === query.status);
