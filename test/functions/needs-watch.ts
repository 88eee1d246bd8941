import { vi } from 'vitest';
import type { RouteName } from '../../functions/contract/routes.ts';
import type { provisioners, triggers } from '../../functions/contract/triggers.ts';
import type { TableRequest } from '../support/table-requests.ts';

/** Records the requests to the table, and the secrets, that each function uses. */

export type FunctionName = RouteName | keyof typeof triggers | keyof typeof provisioners;

export const CACHED_MILLIS = 31_000;

export const calls = new Map<FunctionName, TableRequest[]>();
/** The secrets that each function has read. */
export const secretsRead = new Map<FunctionName, Set<string>>();
export let running: FunctionName | undefined;

/**
 * Watches the variables that hold the secrets' names: the secrets' values may already be in the cache of another
 * function.
 */
export function watchSecrets(): void {
  process.env = new Proxy(process.env, {
    get(variables, name: string) {
      const [, secret] = /^(.+)_SECRET$/.exec(String(name)) ?? [];
      if (running !== undefined && secret !== undefined)
        secretsRead.set(running, (secretsRead.get(running) ?? new Set()).add(secret));
      return variables[name];
    },
    set: (variables, name, value) => Reflect.set(variables, name, value),
  });
}

/** Runs `work` as a function whose caches have expired. */
export async function as<T>(name: FunctionName, work: () => Promise<T>): Promise<T> {
  vi.setSystemTime(Date.now() + CACHED_MILLIS);
  running = name;
  try {
    return await work();
  } finally {
    running = undefined;
  }
}
