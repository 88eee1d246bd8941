import { inParallel } from './in-parallel.ts';
import { isOutage } from './outage.ts';

const AT_ONCE = 4;

export const chunksOf = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );

type Work<T> = (batch: T[]) => Promise<void>;

/**
 * Processes batches, a few in parallel. If a batch fails for another reason than an outage, each of its items is
 * retried alone, so that one bad item does not fail the others.
 * @returns the items that failed, each with its error
 */
export async function inBatches<T>(batches: T[][], work: Work<T>): Promise<Map<T, unknown>> {
  const failures = await inParallel(batches, AT_ONCE, batch => tryBatch(batch, work));
  return new Map(failures.flat());
}

async function tryBatch<T>(batch: T[], work: Work<T>): Promise<[T, unknown][]> {
  try {
    await work(batch);
    return [];
  } catch (error) {
    if (batch.length === 1 || isOutage(error)) return batch.map(item => [item, error]);
    const failures = await inParallel(batch, AT_ONCE, item => tryBatch([item], work));
    return failures.flat();
  }
}
