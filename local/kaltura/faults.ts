import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, answer, jsonAnswer } from './answer.ts';
import { ApiError } from './api-error.ts';

const SLOW_MILLIS = 3000;

/** How an API call goes wrong. `slow` and `half` do what was asked for; the others do not. */
export type Fault =
  | { readonly kind: 'slow'; readonly ms?: number }
  | { readonly kind: 'hang' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'status'; readonly status?: number }
  | { readonly kind: 'html' }
  | { readonly kind: 'half' }
  | { readonly kind: 'apiError'; readonly code: string; readonly message?: string };

export type Faults = {
  /** @param target `service.action` in any case, or all actions; one action's own fault wins */
  set(fault: Fault, target?: string): void;
  /** Without a target it clears all faults. */
  clear(target?: string): void;
  find(service: string, action: string): Fault | undefined;
};

const ALL = 'all';

export function createFaults(): Faults {
  const faults = new Map<string, Fault>();
  return {
    set: (fault, target = ALL) => void faults.set(target.toLowerCase(), fault),
    clear: target => (target === undefined ? faults.clear() : void faults.delete(target.toLowerCase())),
    find: (service, action) => faults.get(`${service}.${action}`.toLowerCase()) ?? faults.get(ALL),
  };
}

/** @returns the faulty answer, or undefined if the connection is to be closed without one */
export async function answerWith(
  fault: Fault | undefined,
  respond: () => Answer,
  stopped: AbortSignal,
): Promise<Answer | undefined> {
  if (fault?.kind === 'slow') {
    const late = respond();
    await pause(fault.ms ?? SLOW_MILLIS, undefined, { signal: stopped }).catch(() => {});
    return late;
  }
  if (fault?.kind === 'hang') {
    await aborted(stopped);
    return undefined;
  }
  return fault ? faultyAnswer(fault, respond) : respond();
}

function faultyAnswer(fault: Fault, respond: () => Answer): Answer | undefined {
  switch (fault.kind) {
    case 'status':
      return answer(fault.status ?? 503, 'text/html', '<html><h1>Service Unavailable</h1></html>');
    case 'html':
      return answer(200, 'text/html', '<html><h1>Under maintenance</h1></html>');
    case 'half': {
      const whole = respond();
      return { ...whole, body: whole.body.slice(0, whole.body.length / 2) };
    }
    case 'apiError':
      return jsonAnswer(200, JSON.stringify(new ApiError(fault.code, fault.message)));
    default:
      return undefined;
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (signal.aborted) resolve();
  signal.addEventListener('abort', () => resolve(), { once: true });
  return promise;
}
