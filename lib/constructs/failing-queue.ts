import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Variable } from '../../functions/environment.ts';
import type { Provision } from './provision.ts';

/** As long as SQS can: two weeks to see what is wrong, mend it, and have it tried again. */
export const kept = {
  retentionPeriod: Duration.days(14),
  encryption: QueueEncryption.SQS_MANAGED,
  enforceSSL: true,
};

type Props = {
  /** How long a message that was taken is hidden: longer than its function may run. */
  visibility: Duration;
  /** How often a message is tried before it goes to the failures. */
  receives: number;
};

/** A queue of work, with the queue of what failed for good; `npm run redrive` moves it back. */
export class FailingQueue extends Queue {
  readonly failures: Queue;

  constructor(scope: Construct, name: string, { visibility, receives }: Props) {
    const failures = new Queue(scope, `${name}Failures`, kept);
    super(scope, `${name}Queue`, {
      ...kept,
      visibilityTimeout: visibility,
      deadLetterQueue: { queue: failures, maxReceiveCount: receives },
    });
    this.failures = failures;
  }

  /** For functions that put something into it. */
  provision(variable: Variable): Provision {
    return {
      allow: [{ actions: ['sqs:SendMessage'], resource: this.queueArn }],
      environment: { [variable]: this.queueUrl },
    };
  }
}
