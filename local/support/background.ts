import { setTimeout as pause } from 'node:timers/promises';

export interface Background {
  /** Ends the work after the step it is in. */
  stop(): Promise<void>;
}

export type Pause = (ms: number) => Promise<void>;

/** Runs work that goes on until it is stopped; it sees the signal and pauses no longer than that. */
export function inBackground(work: (signal: AbortSignal, pause: Pause) => Promise<void>): Background {
  const controller = new AbortController();
  const { signal } = controller;
  const running = work(signal, ms => pause(ms, undefined, { signal }).catch(() => {}));
  return {
    stop: () => {
      controller.abort();
      return running;
    },
  };
}
