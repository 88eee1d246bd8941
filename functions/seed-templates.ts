// biome-ignore lint/style/noRestrictedImports: the templates come along with this function
import { seedTemplates } from '../emails/seed.ts';
import { listSites } from './adapters/dynamodb/sites.ts';
import { environment } from './environment.ts';
import { customResource } from './shared/custom-resource.ts';

/** Puts the default mail templates of every site in place, for what a deploy brings along; none is overwritten. */
export const handler = customResource(async () => {
  for (const site of await listSites()) await seedTemplates(environment('STAGE'), site);
});
