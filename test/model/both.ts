import type { Answer as HandlerAnswer } from '../support/api.ts';
import type { Answer } from './answers.ts';

/** The model's expected answer and the handler's answer; empty if the step has nothing to compare. */
export type Both = { expected?: Answer; answered?: Answer };

/** The status of an answer and, for a problem, its code and members. */
export function problemOf({ status, body, headers }: HandlerAnswer): Answer {
  if (status < 400) return { status };
  const { code, reason, attemptsLeft } = body;
  const emailAvailable = code === 'too_many_attempts' ? body.emailAvailable : undefined;
  const retryAfter = headers['retry-after'];
  return {
    status,
    code,
    reason,
    attemptsLeft,
    emailAvailable,
    retryAfter: retryAfter === undefined ? undefined : Number(retryAfter),
  };
}
