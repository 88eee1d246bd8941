import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  after,
  epochSeconds,
  givenInstantSchema,
  instantSchema,
  latest,
  secondsBetween,
} from '../../domain/time.ts';
import { inMinutes, NOW } from './fixtures.ts';

test('every spelling of an instant is normalised, so that instants compare as strings', () => {
  const inUtc = ['2026-03-02T10:00:00Z', '2026-03-02T10:00:00.0Z', NOW, '2026-03-02T10:00:00.000000Z'];
  const elsewhere = [
    '2026-03-02T11:00:00+01:00',
    '2026-03-02T04:30:00.000-05:30',
    '2026-03-02T10:00:00+00:00',
  ];
  const withoutSeconds = ['2026-03-02T10:00Z', '2026-03-02T19:00+09:00'];
  for (const text of [...inUtc, ...elsewhere, ...withoutSeconds])
    expect(instantSchema.parse(text), text).toBe(NOW);
});

test.each([
  '',
  '2026-03-02',
  '2026-03-02T10:00:00',
  '2026-03-02T10:00:00+25:00',
  '2026-03-02T10:00:00+01',
  '2026-02-30T10:00:00Z',
  '2026-03-02T25:00:00Z',
  'now',
  ` ${NOW}`,
])('%j is not an instant', text => expect(instantSchema.safeParse(text).success).toBe(false));

test.each([
  ['1999-12-31T23:59:59.999Z', false],
  ['2000-01-01T00:00:00Z', true],
  ['2000-01-01T00:00:00+00:01', false],
  ['1999-12-31T23:59:00-00:01', true],
  ['2099-12-31T23:59:59.999Z', true],
  ['2100-01-01T00:00:00Z', false],
  ['9999-12-31T23:59:59Z', false],
  ['0000-01-01T00:00:00Z', false],
])('whether a client may give %s: %s', (text, isAccepted) => {
  const { success, error } = givenInstantSchema.safeParse(text);
  expect(success).toBe(isAccepted);
  if (!isAccepted)
    expect(error?.issues.map(({ message }) => message)).toEqual(['must be in the years 2000 to 2099']);
});

test('a text that is not an instant gets no error about years', () => {
  const messages = (text: string) =>
    givenInstantSchema.safeParse(text).error?.issues.map(({ message }) => message);
  for (const text of ['now', '2026-02-30T10:00:00Z']) expect(messages(text)?.join()).not.toContain('years');
});

test('an instant after the year 9999 becomes the end of 9999, so that it still sorts as a string', () => {
  const last = '9999-12-31T23:59:59.999Z';
  expect(after('9999-12-31T00:00:00.000Z', 400 * 86_400_000)).toBe(last);
  expect(after(last, 0)).toBe(last);
  expect(after(last, Number.MAX_SAFE_INTEGER)).toBe(last);
});

test('instants sort in time order', () => {
  const date = fc.date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(date, date, (one, other) => {
      expect(one.toISOString() < other.toISOString()).toBe(one < other);
      expect(latest(one.toISOString(), undefined, other.toISOString())).toBe(
        new Date(Math.max(Number(one), Number(other))).toISOString(),
      );
    }),
  );
});

test('Retry-After is never too early', () => {
  expect(secondsBetween(NOW, after(NOW, 1))).toBe(1);
  expect(secondsBetween(NOW, inMinutes(1))).toBe(60);
  expect(epochSeconds(after(NOW, 999))).toBe(epochSeconds(NOW));
});
