import description from '../../docs/openapi.json' with { type: 'json' };
import { routes } from '../contract/routes.ts';
import { cacheable } from '../http/cacheable.ts';
import { endpoint } from '../http/endpoint.ts';

export const handler = endpoint(routes.getOpenapi, () => ({ headers: cacheable, body: description }));
