import { requireRegistered } from '../../domain/kaltura-room.ts';
import { invalidRequest } from '../../domain/problems.ts';
import { roomView } from '../../domain/room.ts';
import { saveRoom } from '../adapters/dynamodb/rooms.ts';
import { routes } from '../contract/routes.ts';
import { endpoint } from '../http/endpoint.ts';

export const handler = endpoint(routes.putRoom, async ({ caller, path, body, now }) => {
  const { id, ...details } = body;
  if (id !== undefined && id !== path.roomId) throw invalidRequest('id', 'must be the id in the path');
  requireRegistered(path.roomId, caller.site.trust);
  const { room, isNew } = await saveRoom(caller.site.id, path.roomId, details, now);
  return { status: isNew ? 201 : 200, body: roomView(room) };
});
