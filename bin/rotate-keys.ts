import { Command } from 'commander';
import { openDeployment } from './support/deployment.ts';
import { rotateLinkKeys, rotateTicketKeys } from './support/key-rotation.ts';

type Options = { stage: string; now?: true; links?: true; tickets?: true };

const { stage, ...asked } = new Command('rotate-keys')
  .description(
    'Adds a key that signs in about ten minutes; old ones verify until all that they signed has run out.',
  )
  .requiredOption('--stage <stage>', 'which stage, as in config/<stage>.json')
  .option('--links', 'only the keys of links')
  .option('--tickets', 'only the keys of tickets')
  .option('--now', 'after a leak: the old keys go at once, and all links and tickets that are out with them')
  .parse()
  .opts<Options>();
const isBoth = !asked.links && !asked.tickets;

try {
  const { LinkKeysSecret, TicketKeysSecret } = await openDeployment(stage);
  const rotation = { now: new Date().toISOString(), atOnce: asked.now === true };
  const print = (lines: string[]) => console.log(lines.join('\n'));
  if (isBoth || asked.links) print(await rotateLinkKeys({ ...rotation, secretId: LinkKeysSecret }));
  if (isBoth || asked.tickets) print(await rotateTicketKeys({ ...rotation, secretId: TicketKeysSecret }));
} catch (error) {
  console.error(error instanceof Error ? error.message.split('\n')[0] : 'The keys could not be rotated.');
  process.exitCode = 1;
}
