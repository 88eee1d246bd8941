import type { Delays } from './invitee.ts';

const REFRESH = 5 * 60_000;

/**
 * The page's delays before its retries had jitter, and the stage's rate limits then: the baseline of the
 * simulation.
 */
export const oldDelays: Delays = {
  waitingDelay: ({ untilOpen }, random = Math.random) => ({
    delay: Math.max(0, Math.min(untilOpen, REFRESH)) + 200 + random() * 1000,
    enters: untilOpen < REFRESH,
  }),
  retryDelay: ({ retries, retryAfter }) =>
    retryAfter ? retryAfter * 1000 : Math.min(10_000 * 2 ** retries, 60_000),
};

export const oldLimit = { perSecond: 500, burst: 1000 };
