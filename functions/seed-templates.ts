// biome-ignore lint/style/noRestrictedImports: the templates come along with this function
import { seedTemplates } from '../emails/seed.ts';
import { listSites } from './adapters/dynamodb/sites.ts';
import { environment } from './environment.ts';
import { customResource } from './shared/custom-resource.ts';
import { log } from './shared/log.ts';

/**
 * Puts the default mail templates of every site in place, for what a deploy brings along; none is overwritten. A site
 * whose templates cannot be made is noted in the log: it holds up neither the others nor the deploy.
 */
export const handler = customResource(async () => {
  for (const site of await listSites()) {
    try {
      await seedTemplates(environment('STAGE'), site);
    } catch (error) {
      log.error('templates', error, { site });
    }
  }
});
