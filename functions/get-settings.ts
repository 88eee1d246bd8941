import { routes } from './contract.ts';
import { endpoint } from './http/endpoint.ts';
import { etagOf } from './http/etag.ts';

export const handler = endpoint(routes.getSettings, ({ caller: { site } }) => ({
  headers: { etag: etagOf(site.settingsVersion) },
  body: site.settings,
}));
