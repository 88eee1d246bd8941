import { FUNCTION_CACHE_MILLIS } from '../../domain/lifetimes.ts';

/** A load that takes longer may hang, even after the outage is over, so later callers start a new one. */
const JOINED_MILLIS = 1000;

type Entry<T> = { value: Promise<T>; startedAt: number; isLoaded: boolean };

/**
 * Caches what `load` returns for a key for at most 30 seconds (docs/contract.md#5-cost-of-a-call). Concurrent callers share a load
 * that has just begun. Failures are not cached. Call `forget` after this process has changed the value.
 */
export function cached<T>(load: (key: string) => Promise<T>) {
  const entries = new Map<string, Entry<T>>();
  const get = (key: string): Promise<T> => {
    const now = Date.now();
    const known = entries.get(key);
    if (known !== undefined && isFresh(known, now)) return known.value;
    if (entries.size >= 1000) entries.clear();
    const entry = { value: load(key), startedAt: now, isLoaded: false };
    entries.set(key, entry);
    entry.value.then(
      () => Object.assign(entry, { isLoaded: true }),
      // Unless another load has replaced this one.
      () => entries.get(key) === entry && entries.delete(key),
    );
    return entry.value;
  };
  return { get, forget: (key: string) => entries.delete(key) };
}

function isFresh({ startedAt, isLoaded }: Entry<unknown>, now: number): boolean {
  const age = now - startedAt;
  return age >= 0 && age < (isLoaded ? FUNCTION_CACHE_MILLIS : JOINED_MILLIS);
}
