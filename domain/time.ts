import * as z from 'zod';

/** A time in UTC, always in the format of `Date.toISOString`, so that instants sort and compare as strings. */
export type Instant = string;

const rfc3339 = z.iso.datetime({ offset: true });
const withSeconds = (text: string): string => text.replace(/(T\d\d:\d\d)(?=[Z+-])/, '$1:00');

/** Parses RFC 3339 with any offset, also without seconds, into an {@link Instant}. */
export const instantSchema = z
  .string()
  .refine(isDate, 'must be a valid time, such as 2026-03-02T10:00:00Z or 2026-03-02T11:00:00+01:00')
  // zod runs this after a failed check too, so the text may be anything.
  .overwrite(text => (isDate(text) ? new Date(withSeconds(text)).toISOString() : text))
  .meta({ format: 'date-time' });

const FIRST_YEAR = 2000;
const LAST_YEAR = 2099;

/** The pattern of given instants in the OpenAPI document: with seconds, and with the year in range. */
const GIVEN =
  '^20[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3])(?::[0-5][0-9]){2}(?:\\.[0-9]{1,9})?(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$';

/** An instant in a request. A year outside the range is a mistake (docs/contract.md#1-words, Times). */
export const givenInstantSchema = instantSchema
  .refine(text => !isDate(text) || isInYears(text), `must be in the years ${FIRST_YEAR} to ${LAST_YEAR}`)
  .meta({ pattern: GIVEN });

function isInYears(instant: Instant): boolean {
  const year = new Date(instant).getUTCFullYear();
  return year >= FIRST_YEAR && year <= LAST_YEAR;
}

function isDate(text: string): boolean {
  return rfc3339.safeParse(withSeconds(text)).success;
}

export const minutes = (count: number): number => count * 60_000;
export const days = (count: number): number => minutes(count * 24 * 60);

/** Later years have five digits, so such instants would not sort as strings. */
const LAST_INSTANT = Date.parse('9999-12-31T23:59:59.999Z');

/** Capped at the end of the year 9999, so that the result is always an {@link Instant}. */
export const after = (instant: Instant, milliseconds: number): Instant =>
  new Date(Math.min(Date.parse(instant) + milliseconds, LAST_INSTANT)).toISOString();

/** Whole seconds from one instant to another, rounded up, as `Retry-After` needs them. */
export const secondsBetween = (from: Instant, to: Instant): number =>
  Math.ceil((Date.parse(to) - Date.parse(from)) / 1000);

export const epochSeconds = (instant: Instant): number => Math.floor(Date.parse(instant) / 1000);
export const fromEpochSeconds = (seconds: number): Instant =>
  new Date(Math.floor(seconds) * 1000).toISOString();

export const earliest = (one: Instant, other: Instant): Instant => (one < other ? one : other);

/** The latest of the given instants. At least one must be defined. */
export const latest = (...instants: (Instant | undefined)[]): Instant =>
  instants.reduce<Instant>((winner, each) => (each !== undefined && each > winner ? each : winner), '');
