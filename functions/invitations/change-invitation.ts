import { requireActive, requireExpiryWithin } from '../../domain/invitation.ts';
import { routes } from '../contract/routes.ts';
import { endpoint } from '../http/endpoint.ts';
import { applyChange, readManaged, signedBy } from './managed-invitation.ts';

export const handler = endpoint(routes.changeInvitation, async request => {
  const { body: change, now } = request;
  const managed = await readManaged(request);
  const body = await applyChange(request, managed, invitation => {
    // An expired or revoked link never becomes valid again: generating again gives a new one.
    if (change.expiresAt !== undefined) requireActive(invitation, managed.room, now);
    requireExpiryWithin(change.expiresAt, invitation, now);
    return { ...change, ...signedBy(request) };
  });
  return { body };
});
