import { saveSettings } from './adapters/dynamodb/sites.ts';
import { routes } from './contract.ts';
import { endpoint } from './http/endpoint.ts';
import { etagOf, versionOf } from './http/etag.ts';

export const handler = endpoint(routes.putSettings, async ({ caller: { site }, headers, body }) => {
  const version = await saveSettings(site.id, body, versionOf(headers['if-match']));
  return { headers: { etag: etagOf(version) }, body };
});
