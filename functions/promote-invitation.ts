import { requireActive } from '../domain/invitation.ts';
import { changeInvitation } from './adapters/dynamodb/invitations.ts';
import { routes } from './contract.ts';
import { endpoint } from './http/endpoint.ts';
import { inThisLife, readManaged, signedBy, view } from './managed-invitation.ts';
import { settle } from './settle.ts';

export const handler = endpoint(routes.promoteInvitation, async request => {
  const { role } = request.body;
  const { room, invitation } = await readManaged(request);
  const { standing } = await settle(
    invitation,
    current => requireActive(inThisLife(current, room), room, request.now),
    current =>
      current.role === role
        ? undefined
        : changeInvitation(current, { role, ...signedBy(request) }, room, request.now),
  );
  return { body: view(inThisLife(standing, room), room, request) };
});
