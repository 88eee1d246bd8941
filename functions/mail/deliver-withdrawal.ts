import { isWithdrawalDue, nextSequence, withdrawalOf } from '../../domain/calendar-entry.ts';
import type { Outcome } from '../../domain/delivery.ts';
import type { Invitation } from '../../domain/invitation.ts';
import { isDeleted, sessionPhase } from '../../domain/room.ts';
import { decideAndWrite } from '../adapters/dynamodb/decide-and-write.ts';
import { recordWithdrawal } from '../adapters/dynamodb/invitation-changes.ts';
import { readInvitation } from '../adapters/dynamodb/invitations.ts';
import { readSite } from '../adapters/dynamodb/sites.ts';
import { suppressionOf } from '../adapters/dynamodb/suppressions.ts';
import type { DueMail } from '../adapters/mail-queue.ts';
import { sendPatiently, whileClaimed } from './send-claimed.ts';
import { withdrawalMail } from './withdrawal-mail.ts';

/**
 * Withdraws the calendar entry of a revoked invitation, if a mail carried one and the session is not over.
 * @returns the outcome, or undefined if the withdrawal is not due or no longer due
 * @throws if a retry may succeed
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
  // An invitation that was generated again in the meantime still has this entry, so its withdrawal is recorded too.
  await decideAndWrite(
    invitation,
    current => current,
    current => {
      const isSame = current?.calendarEntry?.sequence === entry.sequence;
      return isSame ? recordWithdrawal(current, { ...entry, sequence, withdrawnAt: now }) : undefined;
    },
  );
  return { state: 'sent' };
}

/** The entry that a mail is to withdraw. @returns undefined if that withdrawal is not due */
function entryOf(invitation: Invitation, mail: string) {
  const isThis = isWithdrawalDue(invitation) && withdrawalOf(invitation) === mail;
  return isThis ? invitation.calendarEntry : undefined;
}
