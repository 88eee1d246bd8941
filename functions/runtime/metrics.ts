import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Happening } from '../../domain/history.ts';
import type { ProblemCode } from '../../domain/problems.ts';
import type { Route } from '../contract/route.ts';
import { environment } from './environment.ts';
import {
  failedRecordsMetric,
  happeningMetrics,
  labelOf,
  metricNamespace,
  requestMetrics,
  unusableTemplateMetric,
} from './metric-names.ts';

/**
 * Metrics as log lines (CloudWatch embedded metric format). Every dimension value is a separate metric that costs
 * money, so dimensions have low cardinality: never a site or an id.
 */

/** Counts history events. It is not idempotent: a stream record that is processed twice counts twice. */
export function countHappenings(happenings: Happening[]): void {
  const byState = Map.groupBy(happenings, ({ type, state }) =>
    type === 'mailed' ? String(state) : undefined,
  );
  for (const [state, alike] of byState) {
    const byName = Object.entries(Object.groupBy(alike, ({ type }) => happeningMetrics[type]));
    const counts = byName.map(([name, each]) => [name, each.length] as const);
    publish(MetricUnit.Count, Object.fromEntries(counts), state === undefined ? {} : { state });
  }
}

type Answered = { route: Route; durationMillis: number; code: ProblemCode | undefined };

/** Records the latency of an answer, and its code if it is a problem. */
export function measureAnswer({ route, durationMillis, code }: Answered): void {
  const { latency, refused } = requestMetrics;
  publish(MetricUnit.Milliseconds, { [latency]: durationMillis }, { route: labelOf(route) });
  if (code !== undefined) publish(MetricUnit.Count, { [refused]: 1 }, { code });
}

/** Counts failed records, which the trigger retries. */
export const countFailedRecords = (count: number): void =>
  publish(MetricUnit.Count, { [failedRecordsMetric]: count }, {});

/** Counts a mail sent with the default template instead of the site's. */
export const countUnusableTemplate = (): void =>
  publish(MetricUnit.Count, { [unusableTemplateMetric]: 1 }, {});

type Unit = (typeof MetricUnit)[keyof typeof MetricUnit];

let metrics: Metrics | undefined;

function make(): Metrics {
  const made = new Metrics({ namespace: metricNamespace });
  // Powertools adds the dimension `service`.
  made.clearDefaultDimensions();
  return made;
}

/** Fills and flushes the metrics without an `await` between, so that concurrent requests do not mix their values. */
function publish(unit: Unit, values: Record<string, number>, dimensions: Record<string, string>): void {
  // Powertools reads this variable only once, maybe before the local stack has set it.
  if (process.env.POWERTOOLS_METRICS_DISABLED === 'true') return;
  metrics ??= make();
  metrics.addDimensions({ stage: environment('STAGE'), ...dimensions });
  for (const [name, value] of Object.entries(values)) metrics.addMetric(name, unit, value);
  metrics.publishStoredMetrics();
}
