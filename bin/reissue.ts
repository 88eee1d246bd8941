import { setTimeout as pause } from 'node:timers/promises';
import { Command } from 'commander';
import { signingKey } from '../domain/keys.ts';
import { FUNCTION_CACHE_MILLIS } from '../domain/lifetimes.ts';
import { awsNow } from '../functions/adapters/secret-versions.ts';
import { linkKeys } from '../functions/adapters/service-keys.ts';
import { readSettings } from '../lib/settings.ts';
import { openDeployment } from './support/deployment.ts';
import { reissue } from './support/reissue.ts';
import { runCommand } from './support/run-command.ts';
import { readRate } from './support/walk.ts';

/** `npm run reissue -- --stage <stage>`: after `npm run rotate-keys -- --stage <stage> links --now`. */

type Options = { stage: string; rate: number; dryRun?: boolean };

const command = new Command('reissue')
  .description('Gives a new link to every active invitation whose link’s key was removed, and mails it.')
  .requiredOption('--stage <stage>', 'which stage, as in config/<stage>.json')
  .option('--rate <n>', 'maximum number of new links per second', readRate, 10)
  .option('--dry-run', 'count without writing')
  .action(async ({ stage, rate, dryRun = false }: Options) => {
    const { outputs, place } = await openDeployment(readSettings(stage));
    Object.assign(process.env, { TABLE_NAME: outputs.TableName, LINK_KEYS_SECRET: outputs.LinkKeysSecret });
    console.log(`On ${place}${dryRun ? ', only counting' : ''}:`);
    await untilFunctionsKnowTheKey();
    for (const line of await reissue({ rate, dryRun })) console.log(line);
  });

/** Functions cache the keys: one that does not have the new key yet could not make the links. */
async function untilFunctionsKnowTheKey(): Promise<void> {
  const { keys } = await linkKeys();
  const now = awsNow();
  const millis = Date.parse(signingKey(keys, now).signsFrom) + 2 * FUNCTION_CACHE_MILLIS - Date.parse(now);
  if (millis <= 0) return;
  console.log(`The key is new: waiting ${Math.ceil(millis / 1000)} seconds until every function has it.`);
  await pause(millis);
}

await runCommand(() => command.parseAsync());
