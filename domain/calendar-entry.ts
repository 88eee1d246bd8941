import type { Instant } from './time.ts';

/**
 * The calendar entry that an invitation's mails have sent (RFC 5545). `sequence` rises with each mail, so a calendar
 * keeps the latest. `withdrawnAt` is when a mail cancelled the entry.
 */
export type CalendarEntry = { sequence: number; startsAt: Instant; withdrawnAt?: Instant };

/** The fields of an invitation that these functions read. */
type Entered = { calendarEntry?: CalendarEntry; revokedAt?: Instant; linkId: string };

export const nextSequence = ({ calendarEntry }: Pick<Entered, 'calendarEntry'>): number =>
  calendarEntry === undefined ? 0 : calendarEntry.sequence + 1;

/** A revoked invitation's entry must be withdrawn, also if the mail with the entry went out after the revoke. */
export const isWithdrawalDue = ({ calendarEntry, revokedAt }: Entered): boolean =>
  revokedAt !== undefined && calendarEntry !== undefined && calendarEntry.withdrawnAt === undefined;

/** The id of the mail that withdraws an entry. It is deterministic, so the withdrawal is deduplicated by it. */
export const withdrawalOf = ({ linkId, calendarEntry }: Entered): string =>
  `${linkId}-withdrawal-${calendarEntry?.sequence}`;
