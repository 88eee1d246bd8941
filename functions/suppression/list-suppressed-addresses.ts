import { normaliseEmail } from '../../domain/email.ts';
import { listSuppressions, suppressionOf } from '../adapters/dynamodb/suppressions.ts';
import { routes } from '../contract/routes.ts';
import { endpoint } from '../http/endpoint.ts';

export const handler = endpoint(routes.listSuppressedAddresses, async ({ caller: { site }, query }) => {
  const { email, limit, cursor } = query;
  if (email !== undefined) {
    const found = normaliseEmail(email) && (await suppressionOf(site.id, email));
    return { body: { items: found ? [found] : [] } };
  }
  const { suppressions: items, last } = await listSuppressions(site.id, limit, cursor);
  return { body: { items, ...(last !== undefined && { nextCursor: last }) } };
});
