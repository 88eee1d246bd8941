import * as z from 'zod';

/** A whole number within bounds. Every failed check has the same message, which says what is valid. */
export function wholeNumberSchema(minimum: number, maximum: number) {
  const right = `must be a whole number from ${minimum.toLocaleString('en')} to ${maximum.toLocaleString('en')}`;
  // Without `abort`, a union would report this message for its other choices too.
  const check = { error: right, abort: true };
  return z
    .int({ abort: true, error: ({ input }) => (input === undefined ? undefined : right) })
    .min(minimum, check)
    .max(maximum, check);
}
