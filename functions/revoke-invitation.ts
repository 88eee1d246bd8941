import { changeInvitation } from './adapters/dynamodb/invitations.ts';
import { routes } from './contract.ts';
import { endpoint } from './http/endpoint.ts';
import { inThisLife, readManaged, signedBy, view } from './managed-invitation.ts';
import { settle } from './settle.ts';

export const handler = endpoint(routes.revokeInvitation, async request => {
  const { room, invitation } = await readManaged(request, 'site:admin');
  const revocation = { revokedAt: request.now, ...signedBy(request) };
  const { standing } = await settle(
    invitation,
    current => inThisLife(current, room),
    current => (current.revokedAt === undefined ? changeInvitation(current, revocation, room) : undefined),
  );
  return { body: view(inThisLife(standing, room), room, request) };
});
