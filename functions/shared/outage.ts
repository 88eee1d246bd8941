/** What errors are called, by the SDK or by the network, when something that is needed did not answer. */
const OUTAGES = new Set([
  'AbortError',
  'AccountSuspendedException',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EPIPE',
  'InternalServerError',
  'LimitExceededException',
  'NetworkingError',
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

/** Of these, when it may have done what was asked all the same. */
const UNSURE = new Set([
  'AbortError',
  'ECONNRESET',
  'EPIPE',
  'NetworkingError',
  'RequestTimeout',
  'TimeoutError',
]);

/** Why DynamoDB cancels a transaction that may well succeed the next time. */
const PASSING_REASONS = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

type Described = Error & { code?: string; $fault?: string; CancellationReasons?: { Code?: string }[] };

/** Whether something that is needed did not answer, so that the same may succeed a little later. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { name, code, $fault, CancellationReasons: reasons = [] }: Described = error;
  if (OUTAGES.has(name) || (code !== undefined && OUTAGES.has(code)) || $fault === 'server') return true;
  return reasons.some(({ Code }) => Code !== undefined && PASSING_REASONS.has(Code));
}

/** Whether nobody can tell if what was asked was done. */
export function isUnsure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { name, code }: Described = error;
  return UNSURE.has(name) || (code !== undefined && UNSURE.has(code));
}
