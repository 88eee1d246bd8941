import { suppress } from '../adapters/dynamodb/suppressions.ts';
import { readUnsubscribeToken } from '../adapters/unsubscribe-tokens.ts';
import { routes } from '../contract/routes.ts';
import { endpoint } from '../http/endpoint.ts';
import { donePage } from './unsubscribe-page.ts';

export const handler = endpoint(routes.unsubscribe, async ({ query, now }) => {
  const addressee = await readUnsubscribeToken(query.token);
  const page = await donePage(addressee);
  await suppress(addressee.site, addressee.email, { reason: 'unsubscribed', at: now });
  return page;
});
