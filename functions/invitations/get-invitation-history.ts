import { readHistory } from '../adapters/dynamodb/history.ts';
import { routes } from '../contract/routes.ts';
import { endpoint } from '../http/endpoint.ts';
import { readManaged } from './managed-invitation.ts';

export const handler = endpoint(routes.getInvitationHistory, async request => {
  const { cursor, limit } = request.query;
  const { invitation } = await readManaged(request, 'site:admin');
  const { entries, last } = await readHistory(invitation, limit, cursor);
  return { body: { items: entries, ...(last !== undefined && { nextCursor: last }) } };
});
