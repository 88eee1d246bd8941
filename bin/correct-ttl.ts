import { Command } from 'commander';
import { openStage } from './site/stage.ts';
import { correctTtl } from './support/correct-ttl.ts';
import { runCommand } from './support/run-command.ts';
import { readRate } from './support/walk.ts';

/** `npm run correct-ttl -- --stage <stage>`: run it once after the upgrade that keeps invitations 490 days. */

type Options = { stage: string; rate: number; dryRun?: boolean };

const command = new Command('correct-ttl')
  .description('Sets the TTL of invitations that an earlier release wrote: 490 days after generation.')
  .requiredOption('--stage <stage>', 'a deployed stage, or `local` for the stack on this machine')
  .option('--rate <n>', 'maximum number of writes per second', readRate, 200)
  .option('--dry-run', 'count without writing')
  .action(async ({ stage, rate, dryRun = false }: Options) => {
    const { place } = await openStage(stage);
    console.log(`On ${place}${dryRun ? ', only counting' : ''}:`);
    for (const line of await correctTtl({ rate, dryRun })) console.log(line);
  });

await runCommand(() => command.parseAsync());
