import { Problem, problems } from '../../domain/problems.ts';
import { publicOrigin } from '../environment.ts';
import { log } from '../shared/log.ts';
import { isOutage } from '../shared/outage.ts';

type ProblemBody = {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  requestId: string;
};

/** RFC 9457, with the code and what the code adds. */
export function problemBody({ code, extra }: Problem, requestId: string): ProblemBody {
  const { retryAfterSeconds: _, ...shown } = extra;
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
 * What may be told of an error: a problem as it is; `temporarily_unavailable` where something that is needed
 * did not answer; all else is ours, and is logged.
 */
export function problemOf(error: unknown, requestId: string): Problem {
  if (error instanceof Problem) return error;
  if (isOutage(error)) return new Problem('temporarily_unavailable', { retryAfterSeconds: 5 });
  log.error('unforeseen', error, { requestId });
  return new Problem('internal_error');
}
