import type { Explanation } from './explanation.ts';
import { problems400to403 } from './problems-400-403.ts';
import { problems404to410 } from './problems-404-410.ts';
import { problems412to503 } from './problems-412-503.ts';

/**
 * Every problem a response may have: the closed list of docs/contract.md#4-errors.
 * `docs/problems.md` and the pages at `/problems/{code}` are generated from it.
 */
export const problems = {
  ...problems400to403,
  ...problems404to410,
  ...problems412to503,
} as const satisfies Record<string, Explanation>;

export type ProblemCode = keyof typeof problems;
export const problemCodes = Object.keys(problems) as ProblemCode[];

type Extra = Record<string, unknown> & { retryAfterSeconds?: number; allow?: string };

/** A refusal. The caller sees `extra`, except `retryAfterSeconds` and `allow`, which become headers. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly extra: Extra;

  constructor(code: ProblemCode, extra: Extra = {}) {
    super(problems[code].title);
    this.name = 'Problem';
    this.code = code;
    this.extra = extra;
  }
}

/** An invalid request. `path` locates the wrong member, such as `invitations[2].email`. */
export const invalidRequest = (path: string, message: string): Problem =>
  new Problem('invalid_request', { errors: [{ path, message }] });
