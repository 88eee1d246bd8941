import { deliveryStates } from '../../domain/delivery.ts';
import { problemCodes } from '../../domain/problems.ts';
import { routes } from '../../functions/contract.ts';
import { happeningMetrics } from '../../functions/metric-names.ts';
import type { Use } from './usage.ts';

/** What a stage costs a month, by service; docs/costs.md is made of it. */

export const ALARMS = 19;
const SECRETS = 2;
const mailStates = deliveryStates.filter(state => state !== 'not_requested');
const { mailed: _byState, ...happeningsByStage } = happeningMetrics;
/** Made of the gateway's log, for its alarm. */
const GATEWAY_THROTTLES = 1;
const FAILED_RECORDS = 1;
/** Every series of values that there can be; one costs only for the hours in which it has values. */
const METRICS =
  Object.keys(routes).length +
  problemCodes.length +
  Object.keys(happeningsByStage).length +
  mailStates.length +
  GATEWAY_THROTTLES +
  FAILED_RECORDS;

type Price = {
  service: string;
  what: string;
  dollars: number;
  per: number;
  /** A use, or so many in any case. */
  of: keyof Use | number;
};

/** Of us-east-1, the first step of each where more of it is cheaper, without free tiers. */
export const prices: Price[] = [
  { service: 'Lambda', what: 'calls', dollars: 0.2, per: 1e6, of: 'calls' },
  { service: 'Lambda', what: 'GB-seconds, arm64', dollars: 0.0000133334, per: 1, of: 'gigabyteSeconds' },
  { service: 'API Gateway', what: 'requests, HTTP API', dollars: 1, per: 1e6, of: 'requests' },
  { service: 'CloudFront', what: 'HTTPS requests', dollars: 0.01, per: 1e4, of: 'edgeRequests' },
  { service: 'CloudFront', what: 'GB to browsers', dollars: 0.085, per: 1, of: 'edgeGigabytes' },
  { service: 'CloudFront', what: 'GB to the gateway', dollars: 0.02, per: 1, of: 'originGigabytes' },
  { service: 'DynamoDB', what: 'read units', dollars: 0.125, per: 1e6, of: 'reads' },
  { service: 'DynamoDB', what: 'write units', dollars: 0.625, per: 1e6, of: 'writes' },
  { service: 'DynamoDB', what: 'GB stored', dollars: 0.25, per: 1, of: 'storedGigabytes' },
  { service: 'DynamoDB', what: 'GB in point-in-time recovery', dollars: 0.2, per: 1, of: 'storedGigabytes' },
  { service: 'SQS', what: 'requests', dollars: 0.4, per: 1e6, of: 'messages' },
  { service: 'SES', what: 'mails', dollars: 0.1, per: 1000, of: 'mails' },
  { service: 'CloudWatch', what: 'GB of logs', dollars: 0.5, per: 1, of: 'logGigabytes' },
  { service: 'CloudWatch', what: 'GB of logs kept for a month', dollars: 0.03, per: 1, of: 'logGigabytes' },
  { service: 'CloudWatch', what: 'metrics of our own', dollars: 0.3, per: 1, of: METRICS },
  { service: 'CloudWatch', what: 'alarms', dollars: 0.1, per: 1, of: ALARMS },
  { service: 'CloudWatch', what: 'dashboards', dollars: 3, per: 1, of: 1 },
  { service: 'X-Ray', what: 'traces', dollars: 5, per: 1e6, of: 'traces' },
  { service: 'Secrets Manager', what: 'secrets', dollars: 0.4, per: 1, of: SECRETS },
  { service: 'Secrets Manager', what: 'reads', dollars: 0.05, per: 1e4, of: 'secretReads' },
];

/** Dollars a month, by service. */
export function bill(use: Use): Map<string, number> {
  const byService = new Map<string, number>();
  for (const { service, dollars, per, of } of prices) {
    const quantity = typeof of === 'number' ? of : use[of];
    byService.set(service, (byService.get(service) ?? 0) + (dollars * quantity) / per);
  }
  return byService;
}

export const total = (use: Use): number => [...bill(use).values()].reduce((sum, each) => sum + each, 0);
