import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Variable } from '../../functions/runtime/environment.ts';
import type { Provision } from './provision.ts';

/** Timeout of a function that reads a queue. */
export const TRIGGER_TIMEOUT = Duration.minutes(1);

export const queueDefaults = {
  // The longest that SQS allows: two weeks to find the cause, fix it, and retry.
  retentionPeriod: Duration.days(14),
  encryption: QueueEncryption.SQS_MANAGED,
  enforceSSL: true,
};

/** A queue with its dead-letter queue (`failures`); `npm run redrive` moves messages back. */
export class FailingQueue extends Queue {
  readonly failures: Queue;

  constructor(scope: Construct, name: string, { receives }: { receives: number }) {
    const failures = new Queue(scope, `${name}Failures`, queueDefaults);
    super(scope, `${name}Queue`, {
      ...queueDefaults,
      // AWS recommends six times the timeout of the function.
      visibilityTimeout: Duration.seconds(6 * TRIGGER_TIMEOUT.toSeconds()),
      deadLetterQueue: { queue: failures, maxReceiveCount: receives },
    });
    this.failures = failures;
  }

  /** What a function gets to send messages to the queue. */
  sending(variable: Variable): Provision {
    return {
      allow: [{ actions: ['sqs:SendMessage'], resource: this.queueArn }],
      environment: { [variable]: this.queueUrl },
    };
  }
}
