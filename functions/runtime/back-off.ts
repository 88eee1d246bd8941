import { setTimeout as pause } from 'node:timers/promises';

const FIRST_MILLIS = 20;
const LONGEST_MILLIS = 500;

/** Waits before a retry: exponential back-off with full jitter, so that colliding requests do not collide again. */
export const backOff = (round: number): Promise<void> =>
  pause(Math.random() * Math.min(LONGEST_MILLIS, FIRST_MILLIS * 2 ** round));
