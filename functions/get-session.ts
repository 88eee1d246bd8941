import { admissionNow } from '../domain/redeem.ts';
import { routes } from './contract.ts';
import { endpoint } from './http/endpoint.ts';
import { readDestination, visitAnswer } from './shared/visit.ts';

export const handler = endpoint(routes.getSession, async ({ caller: { ticket, device }, now, concerns }) => {
  const { userId, linkId } = ticket;
  const destination = await readDestination(ticket, concerns);
  const visit = { ...admissionNow(destination, device, now), userId };
  return { body: await visitAnswer(visit, { ...destination, device, linkId, now }) };
});
