import { isWithdrawalDue, nextSequence, withdrawalOf } from '../../domain/calendar-entry.ts';
import type { Outcome } from '../../domain/delivery.ts';
import type { Invitation } from '../../domain/invitation.ts';
import { isDeleted, sessionPhase } from '../../domain/room.ts';
import { readInvitation, recordWithdrawal } from '../adapters/dynamodb/invitations.ts';
import { readSite } from '../adapters/dynamodb/sites.ts';
import { suppressionOf } from '../adapters/dynamodb/suppressions.ts';
import type { DueMail } from '../adapters/mail-queue.ts';
import { sendPatiently, whileClaimed } from './send-claimed.ts';
import { withdrawalMail } from './withdrawal-mail.ts';

/**
 * Takes a revoked invitation out of the invitee's calendar, where a mail has put it there and the session is not over.
 * @returns how that went, or nothing where it is not due (any more)
 * @throws where it may succeed later
 */
export async function deliverWithdrawal(
  due: DueMail,
  millisLeft: () => number,
): Promise<Outcome | undefined> {
  const site = await readSite(due.site);
  const { room, invitation } = await readInvitation({ ...due, id: due.invitation });
  if (site === undefined || room === undefined || isDeleted(room) || invitation === undefined)
    return undefined;
  const now = new Date().toISOString();
  const entry = entryOf(invitation, due.mail);
  if (entry === undefined || sessionPhase(room, now) === 'over') return undefined;
  const suppression = await suppressionOf(site.id, invitation.email);
  if (suppression !== undefined) return { state: 'suppressed', reason: suppression.reason };
  const mail = await withdrawalMail({ site, room, invitation, entry, now });
  const sent = await whileClaimed({ ...due, millisLeft }, lastTryAt => sendPatiently(mail, lastTryAt));
  if ('refused' in sent) return { state: 'failed', reason: sent.refused };
  const sequence = nextSequence(invitation);
  await recordWithdrawal(invitation, { ...entry, sequence, withdrawnAt: now });
  return { state: 'sent' };
}

/** The entry that a mail is to take back, if it still stands in the invitee's calendar. */
function entryOf(invitation: Invitation, mail: string) {
  const isThis = isWithdrawalDue(invitation) && withdrawalOf(invitation) === mail;
  return isThis ? invitation.calendarEntry : undefined;
}
