const CACHED_MILLIS = 30_000;

/**
 * Remembers what `load` gave for a key, at most 30 seconds (contract section 5). What failed is not remembered.
 * `forget` is for what this very process has changed.
 */
export function cached<T>(load: (key: string) => Promise<T>) {
  const entries = new Map<string, { value: Promise<T>; until: number }>();
  const get = (key: string): Promise<T> => {
    const now = Date.now();
    const known = entries.get(key);
    if (known !== undefined && now < known.until && known.until - now <= CACHED_MILLIS) return known.value;
    if (entries.size >= 1000) entries.clear();
    const value = load(key);
    entries.set(key, { value, until: now + CACHED_MILLIS });
    value.catch(() => entries.delete(key));
    return value;
  };
  return { get, forget: (key: string) => entries.delete(key) };
}
