import { Duration, type Stack } from 'aws-cdk-lib';
import {
  Dashboard,
  GraphWidget,
  type IMetric,
  MathExpression,
  Metric,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import { happeningMetrics, metricNamespace, requestMetrics } from '../functions/runtime/metric-names.ts';
import type { Watch } from './alarms.ts';
import { stackName } from './outputs.ts';
import type { StageSettings } from './settings.ts';

const period = Duration.minutes(5);
const WIDTH = 12;

/** A dashboard with counts, latency, refusals, and every metric that has an alarm. */
export function addDashboard(stack: Stack, { stage }: StageSettings, watches: Record<string, Watch>): void {
  const { mailed, ...others } = happeningMetrics;
  const happened = Object.values(others).map(
    metricName =>
      new Metric({
        namespace: metricNamespace,
        metricName,
        dimensionsMap: { stage },
        statistic: Stats.SUM,
        period,
        label: metricName,
      }),
  );
  const each = (metricName: string, dimension: string, statistic: string) =>
    search(`{${metricNamespace},stage,${dimension}} MetricName="${metricName}" stage="${stage}"`, statistic);
  const functions = (metricName: string) =>
    search(`{AWS/Lambda,FunctionName} MetricName="${metricName}" "${stackName(stage, 'api')}"`, Stats.SUM);
  const watched = Object.entries(watches).map(([name, { metric }]) => graph(name, [metric]));

  const dashboard = new Dashboard(stack, 'Dashboard', { dashboardName: `roompass-${stage}` });
  dashboard.addWidgets(
    graph('Invitations', happened),
    graph('Mail, by state', [each(mailed, 'state', Stats.SUM)]),
    graph('Refused, by code', [each(requestMetrics.refused, 'code', Stats.SUM)]),
    graph('Latency by route (p99, milliseconds)', [each(requestMetrics.latency, 'route', Stats.p(99))]),
    graph('Functions: errors', [functions('Errors')]),
    graph('Functions: throttles', [functions('Throttles')]),
    ...watched,
  );
}

const graph = (title: string, left: IMetric[]): GraphWidget => new GraphWidget({ title, left, width: WIDTH });

/** One line for each matching metric, also for those that appear later. */
const search = (query: string, statistic: string): MathExpression =>
  new MathExpression({
    expression: `SEARCH('${query}', '${statistic}')`,
    usingMetrics: {},
    label: '',
    period,
  });
