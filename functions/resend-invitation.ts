import { queued } from '../domain/delivery.ts';
import { requireActive } from '../domain/invitation.ts';
import { requireMayInvite } from '../domain/inviting.ts';
import { requireMailAvailable } from '../domain/mail.ts';
import { routes } from './contract.ts';
import { endpoint } from './http/endpoint.ts';
import { applyChange, readInRoom } from './shared/managed-invitation.ts';
import { randomId } from './shared/random-id.ts';

export const handler = endpoint(routes.resendInvitation, async request => {
  const { caller, requestId, now } = request;
  const { settings } = caller.site;
  const managed = await readInRoom(request, room => requireMayInvite(caller.person, room, settings));
  requireMailAvailable(settings);
  const mail = randomId();
  const resend = (standing: typeof managed.invitation) => {
    const { linkId } = requireActive(standing, managed.room, now);
    return { delivery: queued({ mail, linkId, requestId }, now) };
  };
  return { status: 202, body: await applyChange(request, managed, resend) };
});
