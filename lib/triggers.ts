import { Duration } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Construct } from 'constructs';
import { INVITATION_PREFIX, ROOM_SORT_KEY } from '../functions/adapters/dynamodb/table.ts';
import { triggers } from '../functions/contract/triggers.ts';
import { TRIGGER_TIMEOUT } from './constructs/failing-queue.ts';
import type { Provisions } from './constructs/provision.ts';
import { ServiceFunction } from './constructs/service-function.ts';
import type { DataStack } from './data-stack.ts';
import type { EmailStack } from './email-stack.ts';
import type { StageSettings } from './settings.ts';

type Surroundings = { settings: StageSettings; provisions: Provisions; data: DataStack; email: EmailStack };

export type Triggered = Record<keyof typeof triggers, ServiceFunction>;

/** The functions that follow a write: history and counts from the stream, mail and sessions from their queues, events from SES. */
export function addTriggers(
  scope: Construct,
  { settings, provisions, data, email }: Surroundings,
): Triggered {
  const make = (name: keyof typeof triggers) =>
    new ServiceFunction(scope, name, {
      settings,
      provisions,
      needs: triggers[name].needs,
      timeout: TRIGGER_TIMEOUT,
    });
  const recordChanges = make('recordChanges');
  const deliverEmail = make('deliverEmail');
  const endSessions = make('endSessions');
  const refreshRoom = make('refreshRoom');
  const recordDelivery = make('recordDelivery');

  recordChanges.addEventSource(streamOf(data));
  recordChanges.addEventSource(new SqsEventSource(data.changeQueue, { ...SOME_AT_ONCE, maxConcurrency: 2 }));
  deliverEmail.addEventSource(
    new SqsEventSource(data.mailQueue, { ...SOME_AT_ONCE, maxConcurrency: settings.limits.mailersAtOnce }),
  );
  endSessions.addEventSource(new SqsEventSource(data.sessionQueue, { ...SOME_AT_ONCE, maxConcurrency: 10 }));
  recordDelivery.addEventSource(
    new SqsEventSource(email.feedbackQueue, { ...SOME_AT_ONCE, maxConcurrency: 10 }),
  );
  refreshRoom.addEventSource(new SqsEventSource(data.roomQueue, { ...SOME_AT_ONCE, maxConcurrency: 10 }));
  return { recordChanges, deliverEmail, endSessions, refreshRoom, recordDelivery };
}

const SOME_AT_ONCE = { batchSize: 10, reportBatchItemFailures: true };

/**
 * Lambda retries a record almost as long as the stream keeps it (a day), so that an outage loses nothing. It bisects
 * a batch that fails, and notes a record that it gives up before the stream drops it.
 */
const streamOf = ({ table, streamFailures }: DataStack): DynamoEventSource =>
  // CDK's types of the two kinds of table differ in optional fields only.
  new DynamoEventSource(table as ITable, {
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: 100,
    bisectBatchOnError: true,
    maxRecordAge: Duration.hours(23),
    reportBatchItemFailures: true,
    onFailure: new SqsDlq(streamFailures),
    filters: [
      FilterCriteria.filter({
        eventName: FilterRule.or('INSERT', 'MODIFY'),
        dynamodb: { Keys: { sk: { S: FilterRule.beginsWith(INVITATION_PREFIX) } } },
      }),
      // Deletions of rooms.
      FilterCriteria.filter({
        eventName: FilterRule.isEqual('MODIFY'),
        dynamodb: {
          Keys: { sk: { S: FilterRule.isEqual(ROOM_SORT_KEY) } },
          NewImage: { deletedAt: { S: FilterRule.exists() } },
        },
      }),
    ],
  });
