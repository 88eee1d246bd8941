import { type CalendarEntry, nextSequence, withdrawalOf } from '../../domain/calendar-entry.ts';
import { mailbox } from '../../domain/email.ts';
import type { Invitation } from '../../domain/invitation.ts';
import { localeFallback } from '../../domain/mail.ts';
import { mailVariables } from '../../domain/mail-variables.ts';
import type { Room } from '../../domain/room.ts';
import type { Site } from '../../domain/site.ts';
import type { Instant } from '../../domain/time.ts';
import { bestDefault } from '../../emails/defaults.ts';
import { render } from '../adapters/handlebars.ts';
import { tagsOf } from '../adapters/mail-tags.ts';
import type { Mail } from '../adapters/ses.ts';
import { calendarCancel } from './calendar.ts';
import { unsubscribeHeaders } from './unsubscribe-headers.ts';

type Withdrawal = { site: Site; room: Room; invitation: Invitation; entry: CalendarEntry; now: Instant };

/** The mail that withdraws an invitation and removes its entry from the invitee's calendar. */
export async function withdrawalMail({ site, room, invitation, entry, now }: Withdrawal): Promise<Mail> {
  const { settings } = site;
  const words = bestDefault(localeFallback(invitation.locale, settings.defaultLocale));
  const { locale, roles } = words;
  const letter = { invitation, room, settings, link: '', qrCode: '', locale, roles };
  const variables = mailVariables(letter, now);
  const { roomTitle: title, inviterName, fullName: name } = variables;
  const to = mailbox(invitation.email);
  const cancel = calendarCancel({
    id: invitation.id,
    sequence: nextSequence(invitation),
    title,
    startsAt: entry.startsAt,
    timeZone: room.timeZone,
    inviterName,
    invitee: { email: to, name },
  });
  return {
    to,
    content: render(words.withdrawal, variables),
    attachments: [cancel],
    headers: await unsubscribeHeaders(site, invitation),
    tags: tagsOf(invitation, withdrawalOf(invitation)),
  };
}
