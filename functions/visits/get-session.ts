import { admissionNow } from '../../domain/redeem.ts';
import { routes } from '../contract/routes.ts';
import { endpoint } from '../http/endpoint.ts';
import { readDestination, visitAnswer } from './visit.ts';

export const handler = endpoint(routes.getSession, async ({ caller: { ticket, device }, now, aboutSite }) => {
  const { login, linkId } = ticket;
  const destination = await readDestination(ticket, { aboutSite, now });
  const visit = { ...admissionNow(destination, device, now), login };
  return { body: await visitAnswer(visit, { ...destination, device, linkId, now }) };
});
