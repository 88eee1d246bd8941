import { Command } from 'commander';
import { openStage } from './site/stage.ts';
import { reconcile } from './support/reconcile.ts';
import { runCommand } from './support/run-command.ts';
import { readRate } from './support/walk.ts';

/** `npm run reconcile -- --stage <stage> --old <table> --restored <table>`: see docs/restore.md. */

type Options = { stage: string; old: string; restored: string; rate: number; dryRun?: boolean };

const command = new Command('reconcile')
  .description(
    'Ends in a restored table the links that were revoked or replaced in the old table after the restore point.',
  )
  .requiredOption('--stage <stage>', 'a deployed stage, or `local` for the stack on this machine')
  .requiredOption('--old <table>', 'the table that the stage used before; it is only read')
  .requiredOption('--restored <table>', 'the table that was restored from it')
  .option('--rate <n>', 'maximum number of writes per second', readRate, 200)
  .option('--dry-run', 'count without writing')
  .action(async ({ stage, old, restored, rate, dryRun = false }: Options) => {
    if (old === restored) throw new Error('--old and --restored must be different tables.');
    const { place } = await openStage(stage);
    process.env.TABLE_NAME = restored;
    console.log(`On ${place}${dryRun ? ', only counting' : ''}:`);
    for (const line of await reconcile({ old, rate, dryRun })) console.log(line);
  });

await runCommand(() => command.parseAsync());
