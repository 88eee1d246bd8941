import { expect, test } from 'vitest';
import { isWithdrawalDue, nextSequence, withdrawalOf } from '../../domain/calendar-entry.ts';
import { inMinutes, invitation, NOW } from './fixtures.ts';

const startsAt = inMinutes(60);

test('the sequence begins at 0 and rises with every mail, also with the withdrawal', () => {
  expect(nextSequence({})).toBe(0);
  expect(nextSequence({ calendarEntry: { sequence: 0, startsAt } })).toBe(1);
  expect(nextSequence({ calendarEntry: { sequence: 7, startsAt, withdrawnAt: NOW } })).toBe(8);
});

test('an entry is withdrawn once, and only after a revoke', () => {
  const calendarEntry = { sequence: 0, startsAt };
  expect(isWithdrawalDue(invitation({ calendarEntry }))).toBe(false);
  expect(isWithdrawalDue(invitation({ revokedAt: NOW }))).toBe(false);
  expect(isWithdrawalDue(invitation({ revokedAt: NOW, calendarEntry }))).toBe(true);
  const withdrawn = { ...calendarEntry, withdrawnAt: NOW };
  expect(isWithdrawalDue(invitation({ revokedAt: NOW, calendarEntry: withdrawn }))).toBe(false);
});

test('the withdrawal of each entry has a unique mail id', () => {
  const named = [0, 1].map(sequence => withdrawalOf(invitation({ calendarEntry: { sequence, startsAt } })));
  expect(new Set(named).size).toBe(2);
});
