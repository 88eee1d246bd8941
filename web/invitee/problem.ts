import type { Problem } from './answers.ts';

/** The problem that a response has. If the gateway itself refuses, only the status is known. */
export async function problemOf(response: Response): Promise<Problem & { now?: string }> {
  const retryAfter = Number(response.headers.get('retry-after')) || undefined;
  const busy = response.status === 429 || response.status >= 500;
  const body = await response.json().catch(() => undefined);
  const problem: Problem = body?.code ? body : { code: busy ? 'temporarily_unavailable' : 'internal_error' };
  return retryAfter ? { ...problem, retryAfter } : problem;
}
