import type { Happening } from '../../domain/history.ts';
import type { Route } from '../contract/route.ts';

/** The functions' metrics, by stage. The dashboard and the alarms import this file, so it imports no SDK. */
export const metricNamespace = 'Roompass';

/** Counts of history events. `Mail` also has the dimension `state`, the delivery's. */
export const happeningMetrics = {
  generated: 'Generated',
  entered: 'Admitted',
  promoted: 'Promoted',
  changed: 'Changed',
  revoked: 'Revoked',
  locked: 'Locked',
  mailed: 'Mail',
} as const satisfies Record<Happening['type'], string>;

/** `Latency` in milliseconds by `route`, and `Refused` by the problem's `code`. */
export const requestMetrics = { latency: 'Latency', refused: 'Refused' } as const;

/** Records that a trigger reports as failed, and that are retried. Lambda's `Errors` metric does not count them. */
export const failedRecordsMetric = 'RecordsFailed';

/** Mails sent with the default template, because the site's template could not be used. */
export const unusableTemplateMetric = 'TemplateUnusable';

/** A route's name in metrics and logs. */
export const labelOf = ({ method, path }: Pick<Route, 'method' | 'path'>): string => `${method} ${path}`;
