import { inParallel } from './in-parallel.ts';
import { log } from './log.ts';
import { countFailedRecords } from './metrics.ts';

type Batch<T> = { records: T[]; atOnce: number; idOf: (record: T) => string | undefined };

/** Says whom or what a record is about, for the line of its failure: ids only, nothing personal. */
export type Concerns = (ids: Record<string, string | undefined>) => void;

/** Works through a trigger's records and tells Lambda which of them are to come again. */
export async function workThrough<T>(
  { records, atOnce, idOf }: Batch<T>,
  work: (record: T, concerns: Concerns) => Promise<void>,
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
