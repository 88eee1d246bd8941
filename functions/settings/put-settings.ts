import { saveSettings } from '../adapters/dynamodb/sites.ts';
import { routes } from '../contract/routes.ts';
import { endpoint } from '../http/endpoint.ts';
import { etagOf, versionOf } from '../http/etag.ts';
import { requireChosenTemplate } from '../templates/chosen-template.ts';

export const handler = endpoint(routes.putSettings, async ({ caller: { site }, headers, body }) => {
  const seen = versionOf(headers['if-match']);
  await requireChosenTemplate(site, body);
  const version = await saveSettings(site.id, body, seen);
  return { headers: { etag: etagOf(version) }, body };
});
