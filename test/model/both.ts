import type { Answer as HandlerAnswer } from '../support/api.ts';
import type { Answer } from './answers.ts';

/** What the model expects and what the handler answered; nothing where there is nothing to compare. */
export type Both = { expected?: Answer; answered?: Answer };

/** An answer's status and, of a refusal, what it says. */
export function problemOf({ status, body, headers }: HandlerAnswer): Answer {
  if (status < 400) return { status };
  const { code, reason, attemptsLeft } = body;
  const retryAfter = headers['retry-after'];
  return {
    status,
    code,
    reason,
    attemptsLeft,
    retryAfter: retryAfter === undefined ? undefined : Number(retryAfter),
  };
}
