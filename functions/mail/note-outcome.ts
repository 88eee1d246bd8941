import type { CalendarEntry } from '../../domain/calendar-entry.ts';
import { concluded, isDue, type Outcome, supersedes } from '../../domain/delivery.ts';
import type { Invitation } from '../../domain/invitation.ts';
import { recordDelivery } from '../adapters/dynamodb/invitations.ts';
import type { DueMail } from '../adapters/mail-queue.ts';
import { settle } from '../shared/settle.ts';

type News = { outcome: Outcome; calendarEntry?: CalendarEntry | undefined };

/** SES's own events, or a newer request to mail, may have come first: they stay, but an entry that went out is noted. */
export async function noteOutcome(
  { mail }: DueMail,
  read: Invitation | undefined,
  { outcome, calendarEntry }: News,
): Promise<void> {
  const at = new Date().toISOString();
  await settle(
    read,
    standing => standing,
    standing => {
      if (standing === undefined) return undefined;
      const { delivery } = standing;
      const isNews =
        isDue(delivery, mail) || (delivery.mail === mail && supersedes(outcome.state, delivery.state));
      if (!isNews && calendarEntry === undefined) return undefined;
      return recordDelivery(standing, {
        delivery: isNews ? concluded(delivery, outcome, at) : delivery,
        ...(calendarEntry !== undefined && { calendarEntry }),
      });
    },
  );
}
