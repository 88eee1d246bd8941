import type { Instant } from './time.ts';

/**
 * What an invitation's mails have put into the invitee's calendar (RFC 5545). `sequence` rises with each mail, so that
 * a calendar takes the last one; `withdrawnAt` is when it was taken back.
 */
export type CalendarEntry = { sequence: number; startsAt: Instant; withdrawnAt?: Instant };

/** What is looked at of an invitation. */
type Entered = { calendarEntry?: CalendarEntry; revokedAt?: Instant; linkId: string };

export const nextSequence = ({ calendarEntry }: Pick<Entered, 'calendarEntry'>): number =>
  calendarEntry === undefined ? 0 : calendarEntry.sequence + 1;

/** An entry of a revoked invitation has to be taken back, whichever came first, the revoke or the mail. */
export const isWithdrawalDue = ({ calendarEntry, revokedAt }: Entered): boolean =>
  revokedAt !== undefined && calendarEntry !== undefined && calendarEntry.withdrawnAt === undefined;

/** Names the mail that takes an entry back: the same for whoever finds that it is due. */
export const withdrawalOf = ({ linkId, calendarEntry }: Entered): string =>
  `${linkId}-withdrawal-${calendarEntry?.sequence}`;
