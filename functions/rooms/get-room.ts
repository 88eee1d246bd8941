import { requireManager } from '../../domain/inviting.ts';
import { roomView } from '../../domain/room.ts';
import { readRoom } from '../adapters/dynamodb/rooms.ts';
import { routes } from '../contract/routes.ts';
import { endpoint } from '../http/endpoint.ts';

export const handler = endpoint(routes.getRoom, async ({ caller: { person, site }, path }) => {
  const room = await readRoom(site.id, path.roomId);
  requireManager(person, room, 'rooms:write', 'site:admin');
  return { body: roomView(room) };
});
