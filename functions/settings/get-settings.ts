import { Problem } from '../../domain/problems.ts';
import { readSiteNow } from '../adapters/dynamodb/sites.ts';
import { routes } from '../contract/routes.ts';
import { endpoint } from '../http/endpoint.ts';
import { etagOf } from '../http/etag.ts';

export const handler = endpoint(routes.getSettings, async ({ caller }) => {
  // Not from the cache: its ETag must be the one that a PUT needs.
  const site = await readSiteNow(caller.site.id);
  if (site === undefined) throw new Problem('unauthenticated');
  return { headers: { etag: etagOf(site.settingsVersion) }, body: site.settings };
});
