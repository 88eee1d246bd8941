import { inParallel } from './in-parallel.ts';
import { log } from './log.ts';

type Batch<T> = { records: T[]; atOnce: number; idOf: (record: T) => string | undefined };

/** Works through a trigger's records and tells Lambda which of them are to come again. */
export async function workThrough<T>(
  { records, atOnce, idOf }: Batch<T>,
  work: (record: T) => Promise<void>,
) {
  const outcomes = await inParallel(records, atOnce, async record => {
    try {
      await work(record);
      return [];
    } catch (error) {
      log.error('record failed', error);
      return [{ itemIdentifier: idOf(record) ?? '' }];
    }
  });
  return { batchItemFailures: outcomes.flat() };
}
