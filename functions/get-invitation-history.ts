import { invalidRequest } from '../domain/problems.ts';
import { readHistory } from './adapters/dynamodb/history.ts';
import { routes } from './contract.ts';
import { endpoint } from './http/endpoint.ts';
import { readManaged } from './shared/managed-invitation.ts';

const CURSOR = /^[0-9A-HJKMNP-TV-Z]{26}$/;

export const handler = endpoint(routes.getInvitationHistory, async request => {
  const { cursor, limit } = request.query;
  if (cursor !== undefined && !CURSOR.test(cursor))
    throw invalidRequest('cursor', 'must be the nextCursor of a page');
  const { invitation } = await readManaged(request, 'site:admin');
  const { entries, last } = await readHistory(invitation, limit, cursor);
  return { body: { items: entries, ...(last !== undefined && { nextCursor: last }) } };
});
