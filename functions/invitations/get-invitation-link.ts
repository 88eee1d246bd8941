import { requireActive } from '../../domain/invitation.ts';
import { requireMayInvite } from '../../domain/inviting.ts';
import { linkUrl } from '../adapters/links.ts';
import { routes } from '../contract/routes.ts';
import { endpoint } from '../http/endpoint.ts';
import { readInRoom } from './managed-invitation.ts';

export const handler = endpoint(routes.getInvitationLink, async request => {
  const { site, person } = request.caller;
  const { room, invitation } = await readInRoom(request, room =>
    requireMayInvite(person, room, site.settings),
  );
  requireActive(invitation, room, request.now);
  return { body: { link: await linkUrl(site.trust.linkBaseUrl, invitation, invitation) } };
});
