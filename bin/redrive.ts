import { SQSClient } from '@aws-sdk/client-sqs';
import { Argument, Command } from 'commander';
import { awsClient } from '../functions/adapters/aws.ts';
import type { Output } from '../lib/stack-names.ts';
import { openDeployment } from './support/deployment.ts';
import { redrive } from './support/redrive.ts';

/** `npm run redrive -- --stage <stage> [queue]` tries again what was given up, once its cause is gone. */

const queues = {
  mail: { failures: 'MailFailures', queue: 'MailQueue' },
  changes: { failures: 'ChangeFailures', queue: 'ChangeQueue' },
  feedback: { failures: 'FeedbackFailures', queue: 'FeedbackQueue' },
} as const satisfies Record<string, Record<string, Output>>;
type Name = keyof typeof queues;

const names = Object.keys(queues) as Name[];
const command = new Command('redrive')
  .description('Tries again what was given up: mails, changes of invitations, what SES says of mails.')
  .requiredOption('--stage <stage>', 'which stage, as in config/<stage>.json')
  .addArgument(new Argument('[queue]', 'only this one').choices(names))
  .parse();

try {
  const deployment = await openDeployment(command.opts<{ stage: string }>().stage);
  // An emulator may name another host in its queues' URLs than it answers on.
  const sqs = new SQSClient({ ...awsClient('SQS'), useQueueUrlAsEndpoint: false });
  const [only] = command.processedArgs as [Name | undefined];
  for (const name of only === undefined ? names : [only]) {
    const { failures, queue } = queues[name];
    const count = await redrive(sqs, { failures: deployment[failures], queue: deployment[queue] });
    console.log(
      count === 0 ? `${name}: nothing was given up` : `${name}: ${count} given up, being tried again`,
    );
  }
} catch (error) {
  const said = error instanceof Error ? error.message.split('\n')[0] : undefined;
  console.error(said || 'The queues could not be redriven.');
  process.exitCode = 1;
}
