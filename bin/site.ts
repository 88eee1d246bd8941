import { Command } from 'commander';
import type { Site } from '../domain/site.ts';
import { putSite } from '../functions/adapters/dynamodb/put-site.ts';
import { listSites, readSite } from '../functions/adapters/dynamodb/sites.ts';
import { inParallel } from '../functions/runtime/in-parallel.ts';
import { mistakeInChoice } from '../functions/templates/chosen-template.ts';
import { seedTemplates } from '../functions/templates/seed.ts';
import { changesOf, keepIssuers } from './site/changes.ts';
import { brokenRules, readSiteFile, requireGoodTrust, type SiteFile } from './site/file.ts';
import { openStage } from './site/stage.ts';
import { unreachableIssuers } from './site/unreachable.ts';
import { runCommand } from './support/run-command.ts';

/** `npm run site -- <command>`: the sites of a stage, each described by a file (see docs/sites.md). */

type Options = { stage: string };
const STAGE = ['--stage <stage>', 'a deployed stage, or `local` for the stack on this machine'] as const;

const program = new Command('site').description(
  'Manages the sites of a stage: their trust and their initial settings.',
);

program
  .command('validate <file>')
  .description('check a site file, and print its mistakes')
  .action(async (path: string) => {
    const { trust } = await readSiteFile(path);
    console.log(`${path} is a valid file of the site ${trust.siteId}.`);
  });

program
  .command('put <file>')
  .description('create a site, or replace the trust of an existing one')
  .requiredOption(...STAGE)
  .option('--drop-issuers', 'allow the file to remove issuers: people can no longer sign in with them')
  .action(put);

program
  .command('show <siteId>')
  .description('print a site as a file that `put` accepts')
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
  const { origin, origins, place } = await openStage(stage);
  requireGoodTrust(trust, origins);
  const { before, areSettingsNew } = await putSite(trust, settings, stored => {
    if (stored !== undefined && !dropIssuers) keepIssuers(stored, trust);
  });
  const changes = before === undefined ? ['new'] : changesOf(before, trust);
  for (const change of changes.length > 0 ? changes : ['unchanged']) console.log(`${siteId}: ${change}`);
  await seedTemplates(stage, siteId);
  const what = areSettingsNew ? 'set from the file' : 'not changed, because the site has settings already';
  console.log(`The site ${siteId} is stored on ${place}; its settings were ${what}.`);
  console.log('Running functions may use their cached version for up to 30 seconds.');
  const mistake = areSettingsNew && (await mistakeInChoice(stage, siteId, settings));
  if (mistake) console.error(`Warning: settings.inviteToMedia.inviteEmailTemplate ${mistake}`);
  if (trust.linkBaseUrl !== origin)
    console.error(`Warning: trust.linkBaseUrl is not the public origin of this stage, which is ${origin}`);
  for (const line of await unreachableIssuers(trust)) console.error(`Warning: ${line}`);
  warnOfBrokenRules(await allSites(), origins);
}

async function show(siteId: string, { stage }: Options): Promise<void> {
  const { origins, place } = await openStage(stage);
  const site = await readSite(siteId);
  if (site === undefined) throw new Error(`There is no site ${siteId} on ${place}.`);
  const file: SiteFile = {
    $schema: '../docs/site.schema.json',
    trust: site.trust,
    settings: site.settings,
  };
  console.log(JSON.stringify(file, null, 2));
  warnOfBrokenRules([site], origins);
}

/** A site stored before a rule existed keeps working, but its file would be refused now. */
function warnOfBrokenRules(sites: Site[], origins: string[]): void {
  for (const { id, trust } of sites)
    for (const line of brokenRules(trust, origins)) console.error(`Warning: the site ${id}: ${line}`);
}

const AT_ONCE = 8;

const allSites = async (): Promise<Site[]> =>
  (await inParallel(await listSites(), AT_ONCE, readSite)).filter(site => site !== undefined);

async function list({ stage }: Options): Promise<void> {
  const { origins } = await openStage(stage);
  const sites = await allSites();
  for (const site of sites) {
    const count = site.trust.issuers.length;
    console.log(
      `${site.id.padEnd(20)}  ${site.settings.name}  (${count} ${count === 1 ? 'issuer' : 'issuers'})`,
    );
  }
  warnOfBrokenRules(sites, origins);
}

await runCommand(() => program.parseAsync());
