import { listSites } from '../adapters/dynamodb/sites.ts';
import { environment } from '../runtime/environment.ts';
import { inTime } from '../runtime/in-time.ts';
import { log } from '../runtime/log.ts';
import { seedTemplates } from '../templates/seed.ts';
import { customResource } from './custom-resource.ts';

/** A site takes about ten seconds, because SES creates one template a second. */
const A_SITE_MILLIS = 60_000;
/** Reserved in case SES hangs, so that the deploy continues. */
const CLOSING_MILLIS = 5_000;

/**
 * Creates or updates the default mail templates of every site at a deploy; edited templates stay. If a site's
 * templates cannot be made, or there is no time for all sites, the deploy still succeeds. The log names the sites
 * that failed and those that were not begun. Their mails use the defaults directly.
 */
export const handler = customResource(async millisLeft => {
  const left: string[] = [];
  for (const site of startingAnywhere(await listSites())) {
    if (millisLeft() < A_SITE_MILLIS) left.push(site);
    else await inTime(seed(site), millisLeft() - CLOSING_MILLIS, undefined);
  }
  if (left.length > 0) log.info('default templates skipped: no time left', { sites: left });
});

async function seed(site: string): Promise<void> {
  try {
    await seedTemplates(environment('STAGE'), site);
  } catch (error) {
    log.error('default templates not created', error, { site });
  }
}

/** Rotates the list, so that the skipped sites are not always the same ones. */
function startingAnywhere(sites: string[]): string[] {
  const start = Math.floor(Math.random() * sites.length);
  return [...sites.slice(start), ...sites.slice(0, start)];
}
