import { Argument, Command } from 'commander';
import { awsNow } from '../functions/adapters/secret-versions.ts';
import { readSettings } from '../lib/settings.ts';
import { openDeployment } from './support/deployment.ts';
import { rotateLinkKeys, rotateTicketKeys } from './support/key-rotation.ts';
import { runCommand } from './support/run-command.ts';

/** `npm run rotate-keys -- --stage <stage> [links|tickets] [--now]` */

const kinds = {
  links: { rotate: rotateLinkKeys, secret: 'LinkKeysSecret' },
  tickets: { rotate: rotateTicketKeys, secret: 'TicketKeysSecret' },
} as const;
type Name = keyof typeof kinds;
const names = Object.keys(kinds) as Name[];

type Options = { stage: string; now?: true };

const command = new Command('rotate-keys')
  .description(
    'Adds a key that signs from about ten minutes later. Old keys verify until everything that they signed has expired.',
  )
  .requiredOption('--stage <stage>', 'which stage, as in config/<stage>.json')
  .option('--now', 'after a leak: removes the old keys at once; all issued links and tickets become invalid')
  .addArgument(new Argument('[keys]', 'only these keys').choices(names))
  .action(rotateKeys);

async function rotateKeys(only: Name | undefined, { stage, now }: Options): Promise<void> {
  const { outputs, place } = await openDeployment(readSettings(stage));
  console.log(`On ${place}:`);
  for (const name of only === undefined ? names : [only]) {
    const { rotate, secret } = kinds[name];
    const lines = await rotate({ secretId: outputs[secret], now: awsNow, atOnce: now === true });
    console.log(lines.join('\n'));
  }
}

await runCommand(() => command.parseAsync());
