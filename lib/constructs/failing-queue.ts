import { Duration } from 'aws-cdk-lib';
import { DeduplicationScope, FifoThroughputLimit, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
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

/** In order and without duplicates, each message group for itself. */
const FIFO = {
  fifo: true,
  deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
  fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
};

type Options = { receives: number; fifo?: boolean };

/** A queue with its dead-letter queue (`failures`); `npm run redrive` moves messages back. */
export class FailingQueue extends Queue {
  readonly failures: Queue;

  constructor(scope: Construct, name: string, { receives, fifo }: Options) {
    const kind = { ...queueDefaults, ...(fifo && FIFO) };
    const failures = new Queue(scope, `${name}Failures`, kind);
    super(scope, `${name}Queue`, {
      ...kind,
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

  /** What the function that reads the queue gets to set a back-off. */
  delaying(variable: Variable): Provision {
    return {
      allow: [{ actions: ['sqs:ChangeMessageVisibility'], resource: this.queueArn }],
      environment: { [variable]: this.queueUrl },
    };
  }
}
