import { queued } from '../../domain/delivery.ts';
import { requireActive } from '../../domain/invitation.ts';
import { requireMayInvite } from '../../domain/inviting.ts';
import { requireMailAvailableTo } from '../../domain/mail.ts';
import { routes } from '../contract/routes.ts';
import { endpoint } from '../http/endpoint.ts';
import { randomId } from '../runtime/random-id.ts';
import { applyChange, readInRoom } from './managed-invitation.ts';

export const handler = endpoint(routes.resendInvitation, async request => {
  const { caller, requestId, now } = request;
  const { settings } = caller.site;
  const managed = await readInRoom(request, room => requireMayInvite(caller.person, room, settings));
  requireMailAvailableTo(managed.invitation.email, settings);
  const mail = randomId();
  const resend = (invitation: typeof managed.invitation) => {
    const { linkId } = requireActive(invitation, managed.room, now);
    return { delivery: queued({ mail, linkId, requestId }, now) };
  };
  return { status: 202, body: await applyChange(request, managed, resend) };
});
