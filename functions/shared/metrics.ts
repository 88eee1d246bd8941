import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Happening } from '../../domain/history.ts';
import type { ProblemCode } from '../../domain/problems.ts';
import type { Route } from '../contract/route.ts';
import { environment } from '../environment.ts';
import {
  failedRecordsMetric,
  happeningMetrics,
  labelOf,
  metricNamespace,
  requestMetrics,
  unusableTemplateMetric,
} from '../metric-names.ts';

/**
 * Metrics as lines of the log (embedded metric format). Every value of a dimension is a metric that costs money, so a
 * dimension has few values: never a site or an id.
 */

/** Counts what has happened to invitations; a change that is followed twice counts twice. */
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

/** How long an answer took, and the problem that it was, if it was one. */
export function measureAnswer({ route, durationMillis, code }: Answered): void {
  const { latency, refused } = requestMetrics;
  publish(MetricUnit.Milliseconds, { [latency]: durationMillis }, { route: labelOf(route) });
  if (code !== undefined) publish(MetricUnit.Count, { [refused]: 1 }, { code });
}

/** Counts records that a trigger has to bring again. */
export const countFailedRecords = (count: number): void =>
  publish(MetricUnit.Count, { [failedRecordsMetric]: count }, {});

/** Counts a mail that went out with the default template for the site's own. */
export const countUnusableTemplate = (): void =>
  publish(MetricUnit.Count, { [unusableTemplateMetric]: 1 }, {});

type Unit = (typeof MetricUnit)[keyof typeof MetricUnit];

let metrics: Metrics | undefined;

function make(): Metrics {
  const made = new Metrics({ namespace: metricNamespace });
  // `service`, which Powertools adds.
  made.clearDefaultDimensions();
  return made;
}

/** Filled and emptied in one go, so that nothing is left for whatever else runs at the same time. */
function publish(unit: Unit, values: Record<string, number>, dimensions: Record<string, string>): void {
  // Powertools looks only once, which may be before the local stack has said so.
  if (process.env.POWERTOOLS_METRICS_DISABLED === 'true') return;
  metrics ??= make();
  metrics.addDimensions({ stage: environment('STAGE'), ...dimensions });
  for (const [name, value] of Object.entries(values)) metrics.addMetric(name, unit, value);
  metrics.publishStoredMetrics();
}
