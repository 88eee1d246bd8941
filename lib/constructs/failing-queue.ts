import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Variable } from '../../functions/environment.ts';
import type { Provision } from './provision.ts';

/** How long a function may work on what it took from a queue. */
export const TRIGGER_TIMEOUT = Duration.minutes(1);

export const queueDefaults = {
  // As long as SQS can: two weeks to see what is wrong, mend it, and have it tried again.
  retentionPeriod: Duration.days(14),
  encryption: QueueEncryption.SQS_MANAGED,
  enforceSSL: true,
};

/** A queue of work, with the queue of what failed for good; `npm run redrive` moves it back. */
export class FailingQueue extends Queue {
  readonly failures: Queue;

  constructor(scope: Construct, name: string, { receives }: { receives: number }) {
    const failures = new Queue(scope, `${name}Failures`, queueDefaults);
    super(scope, `${name}Queue`, {
      ...queueDefaults,
      // What Lambda advises: six times its function's own.
      visibilityTimeout: Duration.seconds(6 * TRIGGER_TIMEOUT.toSeconds()),
      deadLetterQueue: { queue: failures, maxReceiveCount: receives },
    });
    this.failures = failures;
  }

  /** For functions that put something into it. */
  sending(variable: Variable): Provision {
    return {
      allow: [{ actions: ['sqs:SendMessage'], resource: this.queueArn }],
      environment: { [variable]: this.queueUrl },
    };
  }
}
