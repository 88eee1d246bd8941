import * as z from 'zod';

/** A moment in UTC, always as `Date.toISOString` writes it, so that instants sort and compare as strings. */
export type Instant = string;

/** RFC 3339 UTC in, an {@link Instant} out. */
export const instantSchema = z.iso
  .datetime()
  .refine(isDate, 'must be a date that exists')
  // zod goes on after a refusal, so this is given everything.
  .overwrite(text => (isDate(text) ? new Date(text).toISOString() : text));

function isDate(text: string): boolean {
  return !Number.isNaN(Date.parse(text));
}

export const minutes = (count: number): number => count * 60_000;
export const days = (count: number): number => minutes(count * 24 * 60);

export const after = (instant: Instant, milliseconds: number): Instant =>
  new Date(Date.parse(instant) + milliseconds).toISOString();

/** Whole seconds from one instant to another, rounded up: what `Retry-After` wants. */
export const secondsBetween = (from: Instant, to: Instant): number =>
  Math.ceil((Date.parse(to) - Date.parse(from)) / 1000);

export const epochSeconds = (instant: Instant): number => Math.floor(Date.parse(instant) / 1000);

/** The latest of some instants; at least one must be given. */
export const latest = (...instants: (Instant | undefined)[]): Instant =>
  instants.reduce<Instant>((winner, each) => (each !== undefined && each > winner ? each : winner), '');
