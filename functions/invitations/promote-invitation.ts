import { requireActive } from '../../domain/invitation.ts';
import { routes } from '../contract/routes.ts';
import { endpoint } from '../http/endpoint.ts';
import { applyChange, readManaged, signedBy } from './managed-invitation.ts';

export const handler = endpoint(routes.promoteInvitation, async request => {
  const { body, now } = request;
  const managed = await readManaged(request);
  const promote = (invitation: typeof managed.invitation) => {
    const { role } = requireActive(invitation, managed.room, now);
    return role === body.role ? undefined : { role: body.role, ...signedBy(request) };
  };
  return { body: await applyChange(request, managed, promote) };
});
