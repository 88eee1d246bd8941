import { Problem, problems } from '../../domain/problems.ts';
import { publicOrigin } from '../runtime/environment.ts';
import { log } from '../runtime/log.ts';
import { isOutage } from '../runtime/outage.ts';

type ProblemBody = {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  requestId: string;
};

/** The body of a problem (RFC 9457), with `code`, `requestId` and the code's members. */
export function problemBody({ code, extra }: Problem, requestId: string): ProblemBody {
  const { retryAfterSeconds: _, allow: __, ...shown } = extra;
  const { status, title, meaning } = problems[code];
  return {
    type: `${publicOrigin()}/problems/${code}`,
    title,
    status,
    detail: meaning,
    code,
    requestId,
    ...shown,
  };
}

/**
 * The problem that the caller gets for an error. A problem stays the same. An outage becomes
 * `temporarily_unavailable`. Every other error is a bug: it is logged and becomes `internal_error`.
 */
export function problemOf(error: unknown, requestId: string): Problem {
  if (error instanceof Problem) return error;
  if (isOutage(error)) return new Problem('temporarily_unavailable', { retryAfterSeconds: 5 });
  log.error('unexpected error', error, { requestId });
  return new Problem('internal_error');
}
