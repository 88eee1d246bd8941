import fc from 'fast-check';
import ICAL from 'ical.js';
import { beforeAll, expect, test } from 'vitest';
import type { Attachment } from '../../../functions/adapters/ses.ts';
import { type CalendarPart, calendarCancel, calendarRequest } from '../../../functions/mail/calendar.ts';

beforeAll(() => {
  process.env.MAIL_SENDER = 'Rooms of Example <invitations@rooms.example.edu>';
});

const part: CalendarPart = {
  id: '0'.repeat(32),
  sequence: 0,
  title: 'Cell biology, live; part “two”',
  startsAt: '2026-03-29T00:30:00.000Z',
  endsAt: '2026-03-29T02:00:00.000Z',
  timeZone: 'Europe/Berlin',
  inviterName: 'Olivia O’Neill',
  invitee: { email: 'ada@example.edu', name: 'Ada Byron' },
};
const link = 'https://rooms.example.edu/i#a.b.c';
const request = (changes: Partial<CalendarPart> = {}) =>
  read(calendarRequest({ ...part, ...changes, description: `Cells.\n\n${link}` }));

/** Reads the attachment with another iCalendar library. */
function read({ bytes }: Attachment) {
  const calendar = new ICAL.Component(ICAL.parse(Buffer.from(bytes).toString('utf8')));
  const events = calendar.getAllSubcomponents('vevent').map(event => new ICAL.Event(event));
  const [event] = events;
  if (event === undefined || events.length > 1) throw new Error('there must be one event');
  const value = (name: string) => event.component.getFirstPropertyValue(name)?.toString();
  return { calendar, event, value, method: calendar.getFirstPropertyValue('method') };
}

test('another iCalendar library reads people, title and times', () => {
  const { calendar, event, value, method } = request();
  expect(method).toBe('REQUEST');
  expect(event.summary).toBe(part.title);
  expect(event.description).toBe(`Cells.\n\n${link}`);
  expect(value('status')).toBe('CONFIRMED');
  expect(event.organizer?.toString().toLowerCase()).toBe('mailto:invitations@rooms.example.edu');
  expect(event.attendees.map(each => String(each.getFirstValue()).toLowerCase())).toEqual([
    'mailto:ada@example.edu',
  ]);
  expect(calendar.getFirstPropertyValue('x-wr-timezone')).toBe('Europe/Berlin');
});

test('the entry is private and carries the link once, so that a shared calendar gives nobody else the link', () => {
  const { calendar, value } = request();
  expect(value('class')).toBe('PRIVATE');
  expect(JSON.stringify(calendar.toJSON()).split(link)).toHaveLength(2);
  const cancel = read(calendarCancel(part));
  expect(cancel.value('class')).toBe('PRIVATE');
  expect(JSON.stringify(cancel.calendar.toJSON())).not.toContain('/i#');
});

test('times are UTC, so that a change to or from daylight saving time moves nothing', () => {
  const { event } = request();
  expect(event.startDate.zone.tzid).toBe('UTC');
  expect(event.startDate.toJSDate().toISOString()).toBe(part.startsAt);
  expect(event.endDate.toJSDate().toISOString()).toBe(part.endsAt);
});

test('the calendar’s properties come before its event (RFC 5545 section 3.6)', () => {
  const text = Buffer.from(calendarCancel(part).bytes).toString('utf8');
  expect(text.indexOf('X-WR-TIMEZONE:Europe/Berlin\r\n')).toBeLessThan(text.indexOf('BEGIN:VEVENT'));
  expect(text.endsWith('END:VEVENT\r\nEND:VCALENDAR')).toBe(true);
});

test('a session without an end, or a time zone, works too', () => {
  const { event, value } = request({ endsAt: undefined, timeZone: undefined });
  expect(event.startDate.toJSDate().toISOString()).toBe(part.startsAt);
  expect(value('dtend')).toBeUndefined();
});

test('an invitation has the same entry in every mail, and each mail replaces the one before', () => {
  const [first, second] = [request(), request({ sequence: 1 })];
  expect(second.event.uid).toBe(first.event.uid);
  expect(second.event.sequence).toBeGreaterThan(first.event.sequence);
  expect(request({ id: '1'.repeat(32) }).event.uid).not.toBe(first.event.uid);
});

test('a cancel has the UID of its entry and a higher sequence', () => {
  const before = request();
  const after = read(calendarCancel({ ...part, sequence: 1 }));
  expect(after.method).toBe('CANCEL');
  expect(after.value('status')).toBe('CANCELLED');
  expect(after.event.uid).toBe(before.event.uid);
  expect(after.event.sequence).toBeGreaterThan(before.event.sequence);
  expect(after.event.startDate.toJSDate().toISOString()).toBe(part.startsAt);
});

test('the content type contains the method, so that mail programs need not parse the part', () => {
  const both = [calendarRequest({ ...part, description: '' }), calendarCancel(part)];
  expect(both.map(({ contentType }) => contentType)).toEqual([
    'text/calendar; method=REQUEST; charset=UTF-8',
    'text/calendar; method=CANCEL; charset=UTF-8',
  ]);
});

test('title, description and names stay text, whatever their characters', () => {
  const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 });
  fc.assert(
    fc.property(words, words, (title, name) => {
      const evil = `${title}\r\nATTENDEE:mailto:mallory@evil.example\r\nEND:VEVENT`;
      const { event } = request({
        title: evil,
        invitee: { email: 'ada@example.edu', name: `${name}";X=1:` },
      });
      expect(event.attendees).toHaveLength(1);
      expect(event.component.getAllProperties('summary')).toHaveLength(1);
    }),
    { numRuns: 300 },
  );
});

test('lines are folded to the length that RFC 5545 section 3.1 allows', () => {
  const { bytes } = calendarRequest({
    ...part,
    title: 'Zellen '.repeat(40),
    description: 'あ'.repeat(200),
  });
  for (const line of Buffer.from(bytes).toString('utf8').split('\r\n'))
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
});
