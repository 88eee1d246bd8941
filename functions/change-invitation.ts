import { whyNotExpireAt } from '../domain/invitation.ts';
import { invalidRequest } from '../domain/problems.ts';
import { changeInvitation } from './adapters/dynamodb/invitations.ts';
import { routes } from './contract.ts';
import { endpoint } from './http/endpoint.ts';
import { inThisLife, readManaged, signedBy, view } from './managed-invitation.ts';
import { settle } from './settle.ts';

export const handler = endpoint(routes.changeInvitation, async request => {
  const { body: change, now } = request;
  const whyNot = change.expiresAt && whyNotExpireAt(change.expiresAt, now);
  if (whyNot) throw invalidRequest('expiresAt', whyNot);
  const { room, invitation } = await readManaged(request);
  const { standing } = await settle(
    invitation,
    current => inThisLife(current, room),
    current => changeInvitation(current, { ...change, ...signedBy(request) }, room),
  );
  return { body: view(inThisLife(standing, room), room, request) };
});
