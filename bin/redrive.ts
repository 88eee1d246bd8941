import { Argument, Command } from 'commander';
import { sqs } from '../functions/adapters/sqs.ts';
import type { Output } from '../lib/outputs.ts';
import { readSettings } from '../lib/settings.ts';
import { openDeployment } from './support/deployment.ts';
import { redrive } from './support/redrive.ts';
import { runCommand } from './support/run-command.ts';

/** `npm run redrive -- --stage <stage> [queue]` moves messages back from the dead-letter queues after a fix. */

const queues = {
  mail: { failures: 'MailFailures', queue: 'MailQueue' },
  changes: { failures: 'ChangeFailures', queue: 'ChangeQueue' },
  rooms: { failures: 'RoomFailures', queue: 'RoomQueue' },
  sessions: { failures: 'SessionFailures', queue: 'SessionQueue' },
  feedback: { failures: 'FeedbackFailures', queue: 'FeedbackQueue' },
} as const satisfies Record<string, Record<string, Output>>;
type Name = keyof typeof queues;
const names = Object.keys(queues) as Name[];

const command = new Command('redrive')
  .description(
    'Moves messages from the dead-letter queues back to their queues: mails, changes of invitations, ended sessions, rooms from Kaltura, SES’s events.',
  )
  .requiredOption('--stage <stage>', 'which stage, as in config/<stage>.json')
  .addArgument(new Argument('[queue]', 'only this queue').choices(names))
  .action(redriveQueues);

async function redriveQueues(only: Name | undefined, { stage }: { stage: string }): Promise<void> {
  const { outputs, place } = await openDeployment(readSettings(stage));
  console.log(`On ${place}:`);
  for (const name of only === undefined ? names : [only]) {
    const { failures, queue } = queues[name];
    const count = await redrive(sqs(), { failures: outputs[failures], queue: outputs[queue] });
    console.log(
      count === 0
        ? `${name}: the dead-letter queue is empty`
        : `${name}: ${count} in the dead-letter queue, being moved back`,
    );
  }
}

await runCommand(() => command.parseAsync());
