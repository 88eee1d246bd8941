import { publicKeysSchema } from './adapters/secrets.ts';
import { ticketKeysInForce } from './adapters/tickets.ts';
import { routes } from './contract.ts';
import { cacheable } from './http/cacheable.ts';
import { endpoint } from './http/endpoint.ts';

export const handler = endpoint(routes.getTicketKeys, async ({ now }) => ({
  headers: cacheable,
  // The schema lets nothing private through.
  body: publicKeysSchema.parse({ keys: await ticketKeysInForce(now) }),
}));
