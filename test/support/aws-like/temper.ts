import type { Limits } from './throughput.ts';

export type Temper = {
  /** How long a transaction is in flight, which blocks its items. */
  windowMillis: number;
  /** Unlimited if undefined. */
  limits: Limits | undefined;
  /** Shares: of requests that are throttled, of writes whose answer is lost, of batches that are done in part. */
  throttled: number;
  lost: number;
  unprocessed: number;
  seed: number;
};

/** AWS on a good day: no faults. */
export const CALM: Temper = {
  windowMillis: 3,
  limits: undefined,
  throttled: 0,
  lost: 0,
  unprocessed: 0,
  seed: 1,
};

export type Counts = {
  /** Requests by operation, SQS included; each of the SDK's retries counts. */
  requests: Record<string, number>;
  transactions: number;
  /** Conflicts: transactions that met a transaction in flight, and (`refusedWrites`) plain writes that did. */
  conflicts: number;
  refusedWrites: number;
  throttles: number;
  /** Lost answers by operation. */
  lost: Record<string, number>;
  unprocessed: number;
};

export const nothing = (): Counts => ({
  requests: {},
  transactions: 0,
  conflicts: 0,
  refusedWrites: 0,
  throttles: 0,
  lost: {},
  unprocessed: 0,
});
