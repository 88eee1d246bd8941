import { ticketKeysInForce } from '../adapters/own-tokens.ts';
import { publicKeysSchema } from '../adapters/service-keys.ts';
import { routes } from '../contract/routes.ts';
import { cacheable } from '../http/cacheable.ts';
import { endpoint } from '../http/endpoint.ts';

export const handler = endpoint(routes.getTicketKeys, async ({ now }) => ({
  headers: cacheable,
  // The schema keeps only the public members of the keys.
  body: publicKeysSchema.parse({ keys: await ticketKeysInForce(now) }),
}));
