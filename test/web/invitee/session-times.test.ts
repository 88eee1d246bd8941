import { expect, test } from 'vitest';
import { sessionTimes } from '../../../web/invitee/session-times.ts';

const timesOf = (startsAt: string, endsAt?: string, timeZone = 'Europe/Berlin') =>
  sessionTimes({ title: 'Lecture', startsAt, endsAt: endsAt ?? null }, 'en-GB', timeZone);

test('a session from half past two to half past two, at the end of daylight saving time, has both ends with their zones', () => {
  expect(timesOf('2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z')).toMatch(
    /25 October 2026 at 02:30 CEST – .*25 October 2026 at 02:30 CET$/,
  );
});

test.each([
  [
    'begins and ends before the clocks go back',
    '2026-10-25T00:15:00Z',
    '2026-10-25T00:45:00Z',
    ['CEST', 'CEST'],
  ],
  ['begins and ends after that', '2026-10-25T01:15:00Z', '2026-10-25T01:45:00Z', ['CET', 'CET']],
  ['lasts from summer to winter', '2026-09-01T08:00:00Z', '2026-12-01T09:00:00Z', ['CEST', 'CET']],
  ['begins in that hour and has no end', '2026-10-25T01:15:00Z', undefined, ['CET']],
])('a session that %s says which time is meant', (_, startsAt, endsAt, zones) => {
  expect(timesOf(startsAt, endsAt)?.match(/CES?T/g)).toEqual(zones);
});

test('a session on another day, or in a zone without a change, is as short as before', () => {
  expect(timesOf('2026-10-26T08:00:00Z', '2026-10-26T09:30:00Z')).toMatch(
    /^Monday,? 26 October 2026\D+09:00\s?–\s?10:30$/,
  );
  expect(timesOf('2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', 'Asia/Tokyo')).toMatch(
    / 09:30\s?–\s?10:30$/,
  );
});

test('there are no times without a start, or in an unknown zone', () => {
  expect(timesOf('')).toBeUndefined();
  expect(timesOf('2026-10-25T00:30:00Z', undefined, 'Mars/Olympus')).toBeUndefined();
});
