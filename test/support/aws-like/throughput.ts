/** Capacity units a second of one partition key; a single item has no more. */
export type Limits = { writeUnits: number; readUnits: number };

/** The limits of one physical partition in AWS. */
export const AWS_LIMITS: Limits = { writeUnits: 1000, readUnits: 3000 };

/** Token buckets, one for each partition key and kind; each holds the units of one second. */
export class Throughput {
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  /** Takes units from a bucket. @returns false if the bucket was empty */
  take(name: string, units: number, perSecond: number): boolean {
    const now = performance.now();
    const { tokens, at } = this.#buckets.get(name) ?? { tokens: perSecond, at: now };
    const filled = Math.min(perSecond, tokens + ((now - at) / 1000) * perSecond);
    const hasSome = filled > 0;
    this.#buckets.set(name, { tokens: hasSome ? filled - units : filled, at: now });
    return hasSome;
  }
}
