import ical, {
  ICalAttendeeRole,
  type ICalCalendar,
  ICalCalendarMethod,
  ICalEventStatus,
} from 'ical-generator';
import type { Instant } from '../../domain/time.ts';
import type { Attachment } from '../adapters/ses.ts';
import { environment } from '../environment.ts';

export type CalendarPart = {
  /** Of the invitation: one entry a person and room, however often it is mailed. */
  id: string;
  sequence: number;
  title: string;
  startsAt: Instant;
  endsAt?: Instant | undefined;
  timeZone?: string | undefined;
  inviterName: string;
  invitee: { email: string; name: string };
};

type Entry = CalendarPart & { description: string; link: string };

/** A calendar entry (RFC 5545) that asks the invitee in (RFC 5546 REQUEST). Times are UTC, with the room's time zone beside them. */
export function calendarRequest({ description, link, ...part }: Entry): Attachment {
  const { calendar, event } = calendarOf(part, ICalCalendarMethod.REQUEST);
  event.status(ICalEventStatus.CONFIRMED).description(description).location(link).url(link);
  return attachment(calendar, part, 'invitation.ics');
}

/** Takes the entry of the same id out of the calendar again (RFC 5546 CANCEL). */
export function calendarCancel(part: CalendarPart): Attachment {
  const { calendar, event } = calendarOf(part, ICalCalendarMethod.CANCEL);
  event.status(ICalEventStatus.CANCELLED);
  return attachment(calendar, part, 'withdrawal.ics');
}

function calendarOf(part: CalendarPart, method: ICalCalendarMethod) {
  const { id, sequence, title, startsAt, endsAt, inviterName, invitee } = part;
  const calendar = ical({ prodId: { company: 'Roompass', product: 'Roompass' }, method });
  const event = calendar.createEvent({
    id: `roompass-${id}`,
    sequence,
    summary: title,
    start: startsAt,
    ...(endsAt !== undefined && { end: endsAt }),
    organizer: { name: inviterName, email: senderAddress() },
    attendees: [{ ...invitee, role: ICalAttendeeRole.REQ, rsvp: false }],
  });
  return { calendar, event };
}

/** The address of the sender: answers of calendars are for nobody, as those of people. */
const senderAddress = (): string => /[^\s<]+@[^\s>]+/.exec(environment('MAIL_SENDER'))?.[0] ?? '';

function attachment(calendar: ICalCalendar, { timeZone }: CalendarPart, fileName: string): Attachment {
  const text = calendar.toString();
  // The library either writes all times in a zone, or puts its name behind the events, where RFC 5545 has no place for it.
  const zoned =
    timeZone === undefined ? text : text.replace('BEGIN:VEVENT', `X-WR-TIMEZONE:${timeZone}\r\nBEGIN:VEVENT`);
  return {
    fileName,
    contentType: `text/calendar; method=${calendar.method()}; charset=UTF-8`,
    bytes: Buffer.from(zoned),
  };
}
