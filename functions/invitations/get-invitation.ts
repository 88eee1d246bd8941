import { routes } from '../contract/routes.ts';
import { endpoint } from '../http/endpoint.ts';
import { readManaged, view } from './managed-invitation.ts';

export const handler = endpoint(routes.getInvitation, async request => {
  const { room, invitation } = await readManaged(request, 'site:admin');
  return { body: view(invitation, room, request) };
});
