import { readUnsubscribeToken } from './adapters/unsubscribe-tokens.ts';
import { routes } from './contract.ts';
import { endpoint } from './http/endpoint.ts';
import { questionPage } from './shared/unsubscribe-page.ts';

export const handler = endpoint(routes.getUnsubscribePage, async ({ query }) =>
  questionPage(await readUnsubscribeToken(query.token)),
);
