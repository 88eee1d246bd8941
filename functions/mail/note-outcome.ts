import type { CalendarEntry } from '../../domain/calendar-entry.ts';
import { concluded, isDue, type Outcome, supersedes } from '../../domain/delivery.ts';
import type { Invitation } from '../../domain/invitation.ts';
import { decideAndWrite } from '../adapters/dynamodb/decide-and-write.ts';
import { recordDelivery } from '../adapters/dynamodb/invitation-changes.ts';
import type { DueMail } from '../adapters/mail-queue.ts';

type News = { outcome: Outcome; calendarEntry?: CalendarEntry | undefined };

/**
 * Records a mail's outcome. An event from SES or a newer mail request may have been written first and then stays,
 * but the calendar entry of a sent mail is recorded anyway.
 */
export async function noteOutcome(
  { mail }: DueMail,
  read: Invitation | undefined,
  { outcome, calendarEntry }: News,
): Promise<void> {
  const at = new Date().toISOString();
  await decideAndWrite(
    read,
    invitation => invitation,
    invitation => {
      if (invitation === undefined) return undefined;
      const { delivery } = invitation;
      const isNews =
        isDue(delivery, mail) || (delivery.mail === mail && supersedes(outcome.state, delivery.state));
      if (!isNews && calendarEntry === undefined) return undefined;
      return recordDelivery(invitation, {
        delivery: isNews ? concluded(delivery, outcome, at) : delivery,
        ...(calendarEntry !== undefined && { calendarEntry }),
      });
    },
  );
}
