import { inParallel } from '../runtime/in-parallel.ts';
import { log } from '../runtime/log.ts';
import { countFailedRecords } from '../runtime/metrics.ts';

type Batch<T> = { records: T[]; atOnce: number; idOf: (record: T) => string | undefined };

/** Adds ids of what a record is about to the log line of its failure: ids only, no personal data. */
export type Identify = (ids: Record<string, string | undefined>) => void;

/** Processes a trigger's records, and reports to Lambda which of them to retry (partial batch failure). */
export async function workThrough<T>(
  { records, atOnce, idOf }: Batch<T>,
  work: (record: T, identify: Identify) => Promise<void>,
) {
  const outcomes = await inParallel(records, atOnce, async record => {
    const ids = { record: idOf(record) };
    try {
      await work(record, more => Object.assign(ids, more));
      return [];
    } catch (error) {
      log.error('record failed', error, ids);
      return [{ itemIdentifier: ids.record ?? '' }];
    }
  });
  const batchItemFailures = outcomes.flat();
  if (batchItemFailures.length > 0) countFailedRecords(batchItemFailures.length);
  return { batchItemFailures };
}
