import { requireRegistered } from '../../domain/kaltura-room.ts';
import { deleteRoom } from '../adapters/dynamodb/rooms.ts';
import { routes } from '../contract/routes.ts';
import { endpoint } from '../http/endpoint.ts';

export const handler = endpoint(routes.deleteRoom, async ({ caller, path, now }) => {
  requireRegistered(path.roomId, caller.site.trust);
  await deleteRoom(caller.site.id, path.roomId, now);
  return { status: 204 };
});
