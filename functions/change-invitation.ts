import { requireActive, requireExpiryWithin } from '../domain/invitation.ts';
import { routes } from './contract.ts';
import { endpoint } from './http/endpoint.ts';
import { applyChange, readManaged, signedBy } from './shared/managed-invitation.ts';

export const handler = endpoint(routes.changeInvitation, async request => {
  const { body: change, now } = request;
  requireExpiryWithin(change.expiresAt, now);
  const managed = await readManaged(request);
  const body = await applyChange(request, managed, standing => {
    // A link that has ended never comes to life again: generating again gives a new one.
    if (change.expiresAt !== undefined) requireActive(standing, managed.room, now);
    return { ...change, ...signedBy(request) };
  });
  return { body };
});
