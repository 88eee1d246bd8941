/** Awaits `work` with a timeout. @returns its result, or `instead` after the timeout; the work is not cancelled */
export async function inTime<T>(work: Promise<T>, milliseconds: number, instead: T): Promise<T> {
  const late = Promise.withResolvers<T>();
  const timer = setTimeout(late.resolve, milliseconds, instead);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
