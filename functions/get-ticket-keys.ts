import { publicKeysSchema, ticketKeys } from './adapters/secrets.ts';
import { routes } from './contract.ts';
import { cacheable } from './http/cacheable.ts';
import { endpoint } from './http/endpoint.ts';

export const handler = endpoint(routes.getTicketKeys, async () => ({
  headers: cacheable,
  // The schema lets nothing private through.
  body: publicKeysSchema.parse(await ticketKeys()),
}));
