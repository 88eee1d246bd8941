import { readUnsubscribeToken } from '../adapters/unsubscribe-tokens.ts';
import { routes } from '../contract/routes.ts';
import { endpoint } from '../http/endpoint.ts';
import { questionPage } from './unsubscribe-page.ts';

export const handler = endpoint(routes.getUnsubscribePage, async ({ query }) =>
  questionPage(await readUnsubscribeToken(query.token)),
);
