import { requireManager } from '../../domain/inviting.ts';
import { roomView } from '../../domain/room.ts';
import { routes } from '../contract/routes.ts';
import { endpoint } from '../http/endpoint.ts';
import { readCurrentRoom } from './current-room.ts';

export const handler = endpoint(routes.getRoom, async ({ caller: { person, site }, path, now }) => {
  const room = await readCurrentRoom({ site, roomId: path.roomId, now });
  requireManager(person, room, 'rooms:write', 'site:admin');
  return { body: roomView(room) };
});
