import { queued } from '../domain/delivery.ts';
import { requireActive } from '../domain/invitation.ts';
import { requireMailAvailable, requireMayInvite } from '../domain/inviting.ts';
import { changeInvitation } from './adapters/dynamodb/invitations.ts';
import { randomId } from './adapters/links.ts';
import { routes } from './contract.ts';
import { endpoint } from './http/endpoint.ts';
import { inThisLife, readInRoom, view } from './managed-invitation.ts';
import { settle } from './settle.ts';

export const handler = endpoint(routes.resendInvitation, async request => {
  const { caller, now } = request;
  const { settings } = caller.site;
  const { room, invitation } = await readInRoom(request, room =>
    requireMayInvite(caller.person, room, settings),
  );
  const mail = randomId();
  const { standing } = await settle(
    invitation,
    current => {
      requireMailAvailable(settings);
      return requireActive(inThisLife(current, room), room, now);
    },
    current => changeInvitation(current, { delivery: queued(mail, current.linkId, now) }, room, now),
  );
  return { status: 202, body: view(inThisLife(standing, room), room, request) };
});
