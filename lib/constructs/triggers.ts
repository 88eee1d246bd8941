import { Duration } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { triggers } from '../../functions/contract.ts';
import { INVITATION_PREFIX } from '../../functions/table.ts';
import { ServiceFunction, type Surroundings } from './service-function.ts';

const TIMEOUT = Duration.minutes(1);

/** What follows a write: history and counts from the stream, mail from the queue, its fate from SES. */
export function addTriggers(scope: Construct, { data, settings }: Surroundings): void {
  const make = (name: keyof typeof triggers) =>
    new ServiceFunction(scope, name, {
      name,
      needs: [...triggers[name].needs],
      timeout: TIMEOUT,
      data,
      settings,
    });

  const failures = new Queue(scope, 'StreamFailures', {
    retentionPeriod: Duration.days(14),
    enforceSSL: true,
  });
  make('recordChanges').addEventSource(
    new DynamoEventSource(data.table as ITable, {
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      retryAttempts: 10,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      onFailure: new SqsDlq(failures),
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.or('INSERT', 'MODIFY'),
          dynamodb: { Keys: { sk: { S: FilterRule.beginsWith(INVITATION_PREFIX) } } },
        }),
      ],
    }),
  );
  make('deliverEmail').addEventSource(
    new SqsEventSource(data.mailQueue, { batchSize: 10, reportBatchItemFailures: true, maxConcurrency: 2 }),
  );
  new Rule(scope, 'SesEvents', {
    eventPattern: { source: ['aws.ses'] },
    targets: [new LambdaFunction(make('recordDelivery'))],
  });
}
