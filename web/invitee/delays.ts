/** The delays before the page asks again. Many pages wait for the same moment, so each delay is random. */

/** Returns a number from 0 up to 1, as Math.random does. */
export type Random = () => number;

type Waiting = {
  /** Milliseconds until entry opens; negative once it is open. */
  untilOpen: number;
  role?: string | undefined;
};

type Refused = {
  /** How many retries there were since the last answer. */
  retries: number;
  /** Seconds, from the header Retry-After. The gateway's own refusals have none. */
  retryAfter?: number | undefined;
};

const VIEWER_SPREAD = 12_000;
export const SPREADS: Record<string, number> = { speaker: 2_000, moderator: 2_000 };
const SHORTEST_REFRESH = 4 * 60_000;
const LONGEST_REFRESH = 5 * 60_000;
const FIRST_RETRY_CAP = 10_000;
const LAST_RETRY_CAP = 60_000;

/**
 * Milliseconds before a waiting page asks next, and whether that request enters. A session may be moved, so a page
 * with a long wait refreshes in between. Entries spread evenly (docs/contract.md#8-pages): the table takes 1,000 writes a
 * second for one room. Speakers and moderators are few and go first; without a role a person counts as a viewer.
 */
export function waitingDelay({ untilOpen, role = '' }: Waiting, random: Random = Math.random) {
  const entry = Math.max(0, untilOpen) + random() * (SPREADS[role] ?? VIEWER_SPREAD);
  const refresh = SHORTEST_REFRESH + random() * (LONGEST_REFRESH - SHORTEST_REFRESH);
  return refresh < entry ? { delay: refresh, enters: false } : { delay: entry, enters: true };
}

/**
 * Milliseconds before a retry: exponential back-off with full jitter (docs/contract.md#8-pages). Retry-After is the
 * minimum. The jitter is added to it, so that pages that were throttled together do not return together.
 */
export const retryDelay = ({ retries, retryAfter = 0 }: Refused, random: Random = Math.random): number =>
  retryAfter * 1000 + random() * Math.min(FIRST_RETRY_CAP * 2 ** retries, LAST_RETRY_CAP);
