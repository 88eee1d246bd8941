import packageJson from '../../package.json' with { type: 'json' };
import { routes } from '../contract/routes.ts';
import { endpoint } from '../http/endpoint.ts';

export const handler = endpoint(routes.getHealth, () => ({
  body: { status: 'ok', version: packageJson.version },
}));
