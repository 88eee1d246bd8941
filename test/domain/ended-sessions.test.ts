import { describe, expect, test } from 'vitest';
import {
  endedEpoch,
  endedGeneration,
  hasEnteredSince,
  haveExpired,
  retrySeconds,
} from '../../domain/ended-sessions.ts';
import { after, minutes } from '../../domain/time.ts';
import { triggers } from '../../functions/contract/triggers.ts';
import { invitation, room } from './fixtures.ts';

const AT = '2026-11-27T10:00:00.000Z';
const devices = { thumbprint: { at: AT } };

describe('the epoch that a write ended', () => {
  const before = invitation({ devices, sessionEpoch: 3 });

  test.each([
    ['is the one before, if the write raised it', before, { sessionEpoch: 4 }, 3],
    [
      'is 0, if nothing had ended sessions before',
      { ...before, sessionEpoch: undefined },
      { sessionEpoch: 1 },
      0,
    ],
    [
      'is none, if the write did not raise it',
      before,
      { devices: { ...devices, other: { at: AT } } },
      undefined,
    ],
    ['is none, if no device was bound', { ...before, devices: {} }, { sessionEpoch: 4 }, undefined],
  ])('%s', (_, earlier, changes, epoch) => {
    const { sessionEpoch, ...rest } = earlier;
    const known = { ...rest, ...(sessionEpoch !== undefined && { sessionEpoch }) };
    expect(endedEpoch(known, { ...known, ...changes })).toBe(epoch);
  });

  test('is none for a new invitation', () => {
    expect(endedEpoch(undefined, before)).toBeUndefined();
  });
});

describe('the generation that a write ended', () => {
  const live = room({ generation: 2 });
  const deleted = { site: 'demo', id: 'room', generation: 3, deletedAt: AT };

  test.each([
    ['the one before a deletion', live, deleted, 2],
    ['none, if the room was deleted before', deleted, deleted, undefined],
    ['none, if the room is registered again', deleted, { ...live, generation: 3 }, undefined],
    ['none, if the room is changed', live, live, undefined],
    ['none, if the room is new', undefined, live, undefined],
  ])('is %s', (_, before, now, generation) => {
    expect(endedGeneration(before, now)).toBe(generation);
  });
});

test('sessions have expired a day and a minute after the write that ended them', () => {
  expect(haveExpired(AT, after(AT, minutes(24 * 60 + 1)))).toBe(false);
  expect(haveExpired(AT, after(AT, minutes(24 * 60 + 1) + 1))).toBe(true);
});

test('a device has entered since a time if it entered at most a minute before it', () => {
  expect(hasEnteredSince({ devices }, after(AT, minutes(1) - 1))).toBe(true);
  expect(hasEnteredSince({ devices }, after(AT, minutes(1)))).toBe(false);
  expect(hasEnteredSince({ devices: {} }, AT)).toBe(false);
});

describe('retries', () => {
  /** The seconds after the first try at which each try begins, if a try takes no time. */
  const tries = (count: number): number[] =>
    Array.from({ length: count }, (_, index) => index).map(index =>
      Array.from({ length: index }, (__, each) => retrySeconds(each + 1)).reduce(
        (sum, each) => sum + each,
        0,
      ),
    );

  test('are 1, 2, 4 and then 5 seconds apart for ten minutes, and two minutes apart afterwards', () => {
    const waits = Array.from({ length: 130 }, (_, index) => retrySeconds(index + 1));
    expect(waits.slice(0, 6)).toEqual([1, 2, 4, 5, 5, 5]);
    const quick = waits.filter(seconds => seconds <= 5);
    expect(quick.reduce((sum, each) => sum + each, 0)).toBeGreaterThanOrEqual(600);
    expect(new Set(waits.slice(quick.length))).toEqual(new Set([120]));
  });

  test('go on for a day before the queue’s limit is reached, with a reserve of 100', () => {
    const [last = 0] = tries(triggers.endSessions.receives - 100).slice(-1);
    expect(haveExpired(AT, after(AT, last * 1000))).toBe(true);
  });
});
