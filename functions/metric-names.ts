import type { Happening } from '../domain/history.ts';
import type { Route } from './contract/route.ts';

/** What the functions measure, by stage. Free of any SDK: the dashboard and the alarms read it. */
export const metricNamespace = 'Roompass';

/** Counts of what happened to invitations; `Mail` also by `state`, the delivery's. */
export const happeningMetrics = {
  generated: 'Generated',
  entered: 'Admitted',
  promoted: 'Promoted',
  changed: 'Changed',
  revoked: 'Revoked',
  mailed: 'Mail',
} as const satisfies Record<Happening['type'], string>;

/** `Latency` by `route`, in milliseconds; `Refused` by `code`, the problem's. */
export const requestMetrics = { latency: 'Latency', refused: 'Refused' } as const;

/** Records of a trigger's batch that failed and come again: Lambda counts no error for them. */
export const failedRecordsMetric = 'RecordsFailed';

/** Mails that went out with the default template, because the site's own could not be used. */
export const unusableTemplateMetric = 'TemplateUnusable';

/** How a route is named in metrics and logs. */
export const labelOf = ({ method, path }: Pick<Route, 'method' | 'path'>): string => `${method} ${path}`;
