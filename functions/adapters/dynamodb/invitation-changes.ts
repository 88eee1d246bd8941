import type { CalendarEntry } from '../../../domain/calendar-entry.ts';
import { endsSessions, type Invitation } from '../../../domain/invitation.ts';
import { allOf, is, isDelivery, isLink, raisedEpoch, type WriteOutcome, write } from './write-invitation.ts';

/** What managers and the mail functions write to an invitation. */

/**
 * Writes a manager's change, if the link, the revocation and the expiry are as read. A change that takes something
 * from the invitee also ends the sessions at Kaltura.
 */
export async function changeInvitation(
  invitation: Invitation,
  changes: Partial<Invitation>,
): Promise<WriteOutcome> {
  return write(invitation, e => ({
    set: e.assign(changes),
    ...(endsSessions(invitation, changes) && { add: [raisedEpoch(e)] }),
    condition: allOf(
      isLink(e, invitation.linkId),
      is(e, 'revokedAt', invitation.revokedAt),
      is(e, 'expiresAt', invitation.expiresAt),
    ),
  }));
}

type Mailed = Pick<Invitation, 'delivery' | 'calendarEntry'>;

/** Records a mail's outcome and calendar entry, if both are stored as they were read. */
export async function recordDelivery(invitation: Invitation, mailed: Mailed): Promise<WriteOutcome> {
  const { delivery, calendarEntry } = invitation;
  return write(invitation, e => ({
    set: e.assign(mailed),
    condition: allOf(isDelivery(e, delivery), is(e, 'calendarEntry', calendarEntry)),
  }));
}

/** Records that a calendar entry was withdrawn, unless a newer mail has changed the entry meanwhile. */
export async function recordWithdrawal(
  invitation: Invitation,
  calendarEntry: CalendarEntry,
): Promise<WriteOutcome> {
  return write(invitation, e => ({
    set: e.assign({ calendarEntry }),
    condition: is(e, 'calendarEntry', invitation.calendarEntry),
  }));
}
