import { setTimeout as pause } from 'node:timers/promises';

export type Background = {
  /** Stops after the step in flight. */
  stop(): Promise<void>;
};

export type Pause = (ms: number) => Promise<void>;

/** Runs `work` until it is stopped. The signal tells it to stop, and aborts a pause. */
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
