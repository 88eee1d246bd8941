import { FUNCTION_CACHE_MILLIS } from '../../domain/lifetimes.ts';

/** A load that takes longer may hang, even after the outage is over, so later callers start a new one. */
const JOINED_MILLIS = 1000;

type Entry<T> = { value: Promise<T>; startedAt: number; isLoaded: boolean };

type Options<Input> = { millis: number; keyOf: (input: Input) => string };

/**
 * Caches what `load` returns for an input, for at most 30 seconds (docs/contract.md#5-cost-of-a-call) if `millis` does not
 * say otherwise. Concurrent callers share a load that has just begun. Failures are not cached. Call `forget` after this
 * process has changed the value.
 */
export function cached<T, Input = string>(
  load: (input: Input) => Promise<T>,
  { millis = FUNCTION_CACHE_MILLIS, keyOf = String }: Partial<Options<Input>> = {},
) {
  const entries = new Map<string, Entry<T>>();
  const get = (input: Input): Promise<T> => {
    const key = keyOf(input);
    const now = Date.now();
    const known = entries.get(key);
    if (known !== undefined && isFresh(known, now, millis)) return known.value;
    if (entries.size >= 1000) entries.clear();
    const entry = { value: load(input), startedAt: now, isLoaded: false };
    entries.set(key, entry);
    entry.value.then(
      () => Object.assign(entry, { isLoaded: true }),
      // Unless another load has replaced this one.
      () => entries.get(key) === entry && entries.delete(key),
    );
    return entry.value;
  };
  return { get, forget: (input: Input) => entries.delete(keyOf(input)) };
}

function isFresh({ startedAt, isLoaded }: Entry<unknown>, now: number, millis: number): boolean {
  const age = now - startedAt;
  return age >= 0 && age < (isLoaded ? millis : JOINED_MILLIS);
}
