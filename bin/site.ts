import { Command } from 'commander';
import { putSite } from '../functions/adapters/dynamodb/put-site.ts';
import { listSites, readSite } from '../functions/adapters/dynamodb/sites.ts';
import { inParallel } from '../functions/shared/in-parallel.ts';
import { seedTemplates } from '../functions/templates/seed.ts';
import { changesOf, keepIssuers } from './site/changes.ts';
import { readSiteFile, type SiteFile } from './site/file.ts';
import { openStage } from './site/stage.ts';
import { unreachableIssuers } from './site/unreachable.ts';
import { runCommand } from './support/run-command.ts';

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
  .option('--drop-issuers', 'also where the site loses issuers, and whoever signs in by them')
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

async function put(path: string, { stage, dropIssuers }: Options & { dropIssuers?: true }): Promise<void> {
  const { trust, settings } = await readSiteFile(path);
  const { siteId } = trust;
  const { origin, place } = await openStage(stage);
  const { before, areSettingsNew } = await putSite(trust, settings, standing => {
    if (standing !== undefined && !dropIssuers) keepIssuers(standing, trust);
  });
  const changes = before === undefined ? ['new'] : changesOf(before, trust);
  for (const change of changes.length > 0 ? changes : ['as it was']) console.log(`${siteId}: ${change}`);
  await seedTemplates(stage, siteId);
  const what = areSettingsNew ? 'set from the file' : 'left as the administrators have them';
  console.log(`The site ${siteId} is in place on ${place}; its settings were ${what}.`);
  console.log('Functions that are running may remember it as it was for up to 30 seconds.');
  if (trust.linkBaseUrl !== origin)
    console.error(`Warning: trust.linkBaseUrl is not where this stage answers, which is ${origin}`);
  for (const line of await unreachableIssuers(trust)) console.error(`Warning: ${line}`);
}

async function show(siteId: string, { stage }: Options): Promise<void> {
  const { place } = await openStage(stage);
  const site = await readSite(siteId);
  if (site === undefined) throw new Error(`There is no site ${siteId} on ${place}.`);
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

await runCommand(() => program.parseAsync());
