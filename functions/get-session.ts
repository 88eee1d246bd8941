import { Problem } from '../domain/problems.ts';
import { admissionNow } from '../domain/redeem.ts';
import { readInvitation } from './adapters/dynamodb/invitations.ts';
import { routes } from './contract.ts';
import { endpoint } from './http/endpoint.ts';
import { requireSite, visitAnswer } from './visit.ts';

export const handler = endpoint(routes.getSession, async request => {
  const { now } = request;
  const { ticket, device } = request.caller;
  const site = await requireSite(ticket.site);
  request.concerns(site, site.settings.defaultLocale);
  const found = await readInvitation({ site: ticket.site, room: ticket.room, id: ticket.invitation });
  request.concerns(site, found.invitation?.locale ?? site.settings.defaultLocale);
  const visit = admissionNow({ ...found, link: ticket, settings: site.settings }, device, now);
  if (visit.state instanceof Problem) throw visit.state;
  return { body: await visitAnswer({ ...visit, state: visit.state }, { site, entrant: ticket, now }) };
});
