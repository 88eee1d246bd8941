import { listSites } from './adapters/dynamodb/sites.ts';
import { environment } from './environment.ts';
import { customResource } from './shared/custom-resource.ts';
import { inTime } from './shared/in-time.ts';
import { log } from './shared/log.ts';
import { seedTemplates } from './templates/seed.ts';

/** A site takes about ten seconds, as SES makes one template a second. */
const A_SITE_MILLIS = 60_000;
/** Kept back where SES hangs, so that the deploy goes on. */
const CLOSING_MILLIS = 5_000;

/**
 * Puts the default mail templates of every site in place, for what a deploy brings along; those that somebody has
 * edited stay. Neither a site whose templates cannot be made nor too many sites for the time hold up the deploy: the
 * log says which are left, and their mails are made of the defaults all the same.
 */
export const handler = customResource(async millisLeft => {
  const left: string[] = [];
  for (const site of startingAnywhere(await listSites())) {
    if (millisLeft() < A_SITE_MILLIS) left.push(site);
    else await inTime(seed(site), millisLeft() - CLOSING_MILLIS, undefined);
  }
  if (left.length > 0) log.info('templates left', { sites: left });
});

async function seed(site: string): Promise<void> {
  try {
    await seedTemplates(environment('STAGE'), site);
  } catch (error) {
    log.error('templates', error, { site });
  }
}

/** So that not always the same sites are left. */
function startingAnywhere(sites: string[]): string[] {
  const start = Math.floor(Math.random() * sites.length);
  return [...sites.slice(start), ...sites.slice(0, start)];
}
