import { Command } from 'commander';
import { seedTemplates } from '../emails/seed.ts';
import { listSites, putSite, readSite } from '../functions/adapters/dynamodb/sites.ts';
import { inParallel } from '../functions/shared/in-parallel.ts';
import { readSiteFile, type SiteFile } from './site/file.ts';
import { openStage } from './site/stage.ts';

/** `npm run site -- <command>`: the sites of a stage, each written down in a file (see docs/sites.md). */

type Options = { stage: string };
const STAGE = ['--stage <stage>', 'a deployed stage, or `local` for the stack on this machine'] as const;

const program = new Command('site').description('Sites: whom they trust, and their first settings.');

program
  .command('validate <file>')
  .description('say what is wrong with a site file')
  .action(async (path: string) => {
    const { trust } = await readSiteFile(path);
    console.log(`${path} is a valid file of the site ${trust.siteId}.`);
  });

program
  .command('put <file>')
  .description('put a site in place; again with a changed file replaces its trust')
  .requiredOption(...STAGE)
  .action(put);

program
  .command('show <siteId>')
  .description('print a site as a file that `put` takes')
  .requiredOption(...STAGE)
  .action(show);

program
  .command('list')
  .description('print the id, the name and the number of issuers of each site')
  .requiredOption(...STAGE)
  .action(list);

async function put(path: string, { stage }: Options): Promise<void> {
  const { trust, settings } = await readSiteFile(path);
  const origin = await openStage(stage);
  const { areSettingsNew } = await putSite(trust, settings);
  await seedTemplates(stage, trust.siteId);
  const what = areSettingsNew ? 'set from the file' : 'left as the administrators have them';
  console.log(`The site ${trust.siteId} is in place on ${stage}; its settings were ${what}.`);
  console.log('Functions that are running may remember it as it was for up to 30 seconds.');
  if (trust.linkBaseUrl !== origin)
    console.error(`Warning: trust.linkBaseUrl is not where this stage answers, which is ${origin}`);
}

async function show(siteId: string, { stage }: Options): Promise<void> {
  await openStage(stage);
  const site = await readSite(siteId);
  if (site === undefined) throw new Error(`There is no site ${siteId} on ${stage}.`);
  const file: SiteFile = {
    $schema: '../docs/site.schema.json',
    trust: site.trust,
    settings: site.settings,
  };
  console.log(JSON.stringify(file, null, 2));
}

const AT_ONCE = 8;

async function list({ stage }: Options): Promise<void> {
  await openStage(stage);
  const sites = await inParallel(await listSites(), AT_ONCE, readSite);
  for (const site of sites) {
    if (site === undefined) continue;
    const count = site.trust.issuers.length;
    console.log(
      `${site.id.padEnd(20)}  ${site.settings.name}  (${count} ${count === 1 ? 'issuer' : 'issuers'})`,
    );
  }
}

try {
  await program.parseAsync();
} catch (error) {
  console.error(sayWhy(error));
  process.exitCode = 1;
}

function sayWhy(error: unknown): string {
  const { message, code } = error as NodeJS.ErrnoException;
  return code === 'ECONNREFUSED' ? `${message}: is the stack running (\`npm start\`)?` : message;
}
