/** Names and codes of SDK and network errors that mean a timeout, throttling or a failed dependency. */
const OUTAGES = new Set([
  'AbortError',
  'AccountSuspendedException',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EPIPE',
  'InternalServerError',
  'KalturaUnavailable',
  'LimitExceededException',
  'NetworkingError',
  'Overtaken',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestTimeout',
  'SendingPausedException',
  'ServiceUnavailable',
  'ThrottlingException',
  'TimeoutError',
  'TooManyRequestsException',
  'TransactionConflictException',
]);

/** The outages after which the request may have been executed anyway, for example a timeout or a lost response. */
const UNSURE = new Set([
  'AbortError',
  'ECONNRESET',
  'EPIPE',
  'NetworkingError',
  'RequestTimeout',
  'TimeoutError',
]);

/** Cancellation reasons of DynamoDB transactions that are worth a retry. */
const PASSING_REASONS = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

type Described = Error & { code?: string; $fault?: string; CancellationReasons?: { Code?: string }[] };

/** Whether an error is temporary (an outage, throttling or a conflict), so that a retry may succeed. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { name, code, $fault, CancellationReasons: reasons = [] }: Described = error;
  if (OUTAGES.has(name) || (code !== undefined && OUTAGES.has(code)) || $fault === 'server') return true;
  return reasons.some(({ Code }) => Code !== undefined && PASSING_REASONS.has(Code));
}

/** Whether the request may have been executed although it failed. */
export function isUnsure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { name, code }: Described = error;
  return UNSURE.has(name) || (code !== undefined && UNSURE.has(code));
}
