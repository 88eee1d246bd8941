import fc from 'fast-check';
import { expect, test } from 'vitest';
import { after, epochSeconds, instantSchema, latest, secondsBetween } from '../../domain/time.ts';
import { inMinutes, NOW } from './fixtures.ts';

test('every spelling of an instant becomes one, so that instants compare as strings', () => {
  for (const text of ['2026-03-02T10:00:00Z', '2026-03-02T10:00:00.0Z', NOW, '2026-03-02T10:00:00.000000Z'])
    expect(instantSchema.parse(text)).toBe(NOW);
});

test.each([
  '',
  '2026-03-02',
  '2026-03-02T10:00:00',
  '2026-03-02T10:00:00+00:00',
  '2026-02-30T10:00:00Z',
  '2026-03-02T25:00:00Z',
  'now',
  ` ${NOW}`,
])('%j is no instant', text => expect(instantSchema.safeParse(text).success).toBe(false));

test('instants sort as their moments do', () => {
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
