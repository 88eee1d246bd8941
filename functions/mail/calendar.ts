import ical, {
  ICalAttendeeRole,
  type ICalCalendar,
  ICalCalendarMethod,
  ICalEventClass,
  ICalEventStatus,
} from 'ical-generator';
import type { Instant } from '../../domain/time.ts';
import type { Attachment } from '../adapters/ses.ts';
import { environment } from '../runtime/environment.ts';

export type CalendarPart = {
  /** The invitation's id: one entry for each person and room, however often it is mailed. */
  id: string;
  sequence: number;
  title: string;
  startsAt: Instant;
  endsAt?: Instant | undefined;
  timeZone?: string | undefined;
  inviterName: string;
  invitee: { email: string; name: string };
};

type Entry = CalendarPart & { description: string };

/**
 * A calendar entry (RFC 5545) that invites the invitee (RFC 5546 REQUEST). Times are UTC, with the room's time zone
 * next to them. The link is in the description only, which every calendar program shows.
 */
export function calendarRequest({ description, ...part }: Entry): Attachment {
  const { calendar, event } = calendarOf(part, ICalCalendarMethod.REQUEST);
  event.status(ICalEventStatus.CONFIRMED).description(description);
  return attachment(calendar, part, 'invitation.ics');
}

/** Removes the entry with the same id from the calendar (RFC 5546 CANCEL). */
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
    // People who may see the invitee's calendar do not see the link (RFC 5545 section 3.8.1.3).
    class: ICalEventClass.PRIVATE,
    summary: title,
    start: startsAt,
    ...(endsAt !== undefined && { end: endsAt }),
    organizer: { name: inviterName, email: senderAddress() },
    attendees: [{ ...invitee, role: ICalAttendeeRole.REQ, rsvp: false }],
  });
  return { calendar, event };
}

/** The sender's address as organizer: replies of calendars go to no manager, nor do replies of people. */
const senderAddress = (): string => /[^\s<]+@[^\s>]+/.exec(environment('MAIL_SENDER'))?.[0] ?? '';

function attachment(calendar: ICalCalendar, { timeZone }: CalendarPart, fileName: string): Attachment {
  const text = calendar.toString();
  // The library either writes all times in a zone, or puts the zone's name after the events, against RFC 5545.
  const zoned =
    timeZone === undefined ? text : text.replace('BEGIN:VEVENT', `X-WR-TIMEZONE:${timeZone}\r\nBEGIN:VEVENT`);
  return {
    fileName,
    contentType: `text/calendar; method=${calendar.method()}; charset=UTF-8`,
    bytes: Buffer.from(zoned),
  };
}
