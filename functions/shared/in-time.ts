/** What some work gives, or `instead` where it has given nothing after so many milliseconds. */
export async function inTime<T>(work: Promise<T>, milliseconds: number, instead: T): Promise<T> {
  const late = Promise.withResolvers<T>();
  const timer = setTimeout(late.resolve, milliseconds, instead);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
