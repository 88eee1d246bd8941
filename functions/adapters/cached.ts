import { FUNCTION_CACHE_MILLIS } from '../../domain/keys.ts';

/** A load that takes longer may hang, and go on hanging when what it waits for is well again. */
const JOINED_MILLIS = 1000;

type Entry<T> = { value: Promise<T>; startedAt: number; isLoaded: boolean };

/**
 * Remembers what `load` gave for a key, at most 30 seconds (contract section 5), and shares a load that has just
 * begun. What failed is not remembered. `forget` is for what this very process has changed.
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
      // Unless another load has taken its place.
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
