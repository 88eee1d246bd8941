import { requireActive } from '../domain/invitation.ts';
import { routes } from './contract.ts';
import { endpoint } from './http/endpoint.ts';
import { applyChange, readManaged, signedBy } from './shared/managed-invitation.ts';

export const handler = endpoint(routes.promoteInvitation, async request => {
  const { body, now } = request;
  const managed = await readManaged(request);
  const promote = (standing: typeof managed.invitation) => {
    const { role } = requireActive(standing, managed.room, now);
    return role === body.role ? undefined : { role: body.role, ...signedBy(request) };
  };
  return { body: await applyChange(request, managed, promote) };
});
