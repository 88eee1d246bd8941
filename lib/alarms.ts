import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import {
  failedRecordsMetric,
  happeningMetrics,
  metricNamespace,
  unusableTemplateMetric,
} from '../functions/runtime/metric-names.ts';
import type { ApiStack } from './api-stack.ts';
import type { DataStack } from './data-stack.ts';
import type { EmailStack } from './email-stack.ts';
import type { StageSettings } from './settings.ts';
import type { WebStack } from './web-stack.ts';

export type Watched = {
  settings: StageSettings;
  data: DataStack;
  email: EmailStack;
  web: WebStack;
  api: ApiStack;
};

/** The alarm goes off when the metric is above the threshold for this number of periods in a row. */
export type Watch = { metric: Metric; above: number; periods: number };

const period = Duration.minutes(5);

/** Every alarm by name; docs/runbook.md has a section for each. */
export function watches({ settings, data, email, web, api }: Watched): Record<string, Watch> {
  const { recordChanges, deliverEmail, endSessions, refreshRoom, recordDelivery } = api.triggered;
  const counted = (metricName: string, dimensions: Record<string, string> = {}) =>
    new Metric({
      namespace: metricNamespace,
      metricName,
      statistic: Stats.SUM,
      period,
      dimensionsMap: { stage: settings.stage, ...dimensions },
    });
  const gateway = (metricName: string, statistic: string) =>
    new Metric({
      namespace: 'AWS/ApiGateway',
      metricName,
      statistic,
      period,
      dimensionsMap: { ApiId: web.httpApi.apiId },
    });
  const table = (metricName: string) =>
    new Metric({
      namespace: 'AWS/DynamoDB',
      metricName,
      statistic: Stats.SUM,
      period,
      dimensionsMap: { TableName: data.table.tableName },
    });
  const reputation = (metricName: string) =>
    new Metric({
      namespace: 'AWS/SES',
      metricName,
      statistic: Stats.MAXIMUM,
      period: Duration.hours(1),
      dimensionsMap: { 'ses:configuration-set': email.configurationSet },
    });
  const isUsed = (queue: Queue): Watch => ({
    metric: queue.metricApproximateNumberOfMessagesVisible({ period, statistic: Stats.MAXIMUM }),
    above: 0,
    periods: 1,
  });
  return {
    ServerErrors: { metric: gateway('5xx', Stats.SUM), above: 5, periods: 2 },
    SlowAnswers: { metric: gateway('Latency', Stats.p(99)), above: 2000, periods: 3 },
    GatewayThrottles: { metric: api.throttles.with({ period }), above: 0, periods: 2 },
    OriginRefusals: { metric: api.originRefusals.with({ period }), above: 10, periods: 2 },
    TableReadThrottles: { metric: table('ReadThrottleEvents'), above: 0, periods: 2 },
    TableWriteThrottles: { metric: table('WriteThrottleEvents'), above: 0, periods: 2 },
    RecordChangesErrors: { metric: recordChanges.metricErrors({ period }), above: 0, periods: 2 },
    DeliverEmailErrors: { metric: deliverEmail.metricErrors({ period }), above: 0, periods: 2 },
    RefreshRoomErrors: { metric: refreshRoom.metricErrors({ period }), above: 0, periods: 2 },
    EndSessionsErrors: { metric: endSessions.metricErrors({ period }), above: 0, periods: 2 },
    RecordDeliveryErrors: { metric: recordDelivery.metricErrors({ period }), above: 0, periods: 2 },
    StreamAge: {
      metric: recordChanges.metric('IteratorAge', { period, statistic: Stats.MAXIMUM }),
      above: Duration.minutes(5).toMilliseconds(),
      periods: 1,
    },
    MailAge: {
      metric: data.mailQueue.metricApproximateAgeOfOldestMessage({ period }),
      above: Duration.minutes(15).toSeconds(),
      periods: 1,
    },
    SessionAge: {
      metric: data.sessionQueue.metricApproximateAgeOfOldestMessage({ period }),
      above: Duration.minutes(15).toSeconds(),
      periods: 1,
    },
    // Lambda does not count records that are to be retried (partial batch failures) as errors.
    RecordsFailed: { metric: counted(failedRecordsMetric), above: 10, periods: 2 },
    FailedMails: {
      metric: counted(happeningMetrics.mailed, { state: 'failed' }).with({ period: Duration.hours(1) }),
      above: 10,
      periods: 1,
    },
    TemplateUnusable: { metric: counted(unusableTemplateMetric), above: 0, periods: 1 },
    StreamFailures: isUsed(data.streamFailures),
    MailFailures: isUsed(data.mailQueue.failures),
    ChangeFailures: isUsed(data.changeQueue.failures),
    SessionFailures: isUsed(data.sessionQueue.failures),
    RoomFailures: isUsed(data.roomQueue.failures),
    FeedbackFailures: isUsed(email.feedbackQueue.failures),
    // Above 5 % and 0.1 % SES puts an account under review.
    BounceRate: { metric: reputation('Reputation.BounceRate'), above: 0.05, periods: 1 },
    ComplaintRate: { metric: reputation('Reputation.ComplaintRate'), above: 0.001, periods: 1 },
  };
}
