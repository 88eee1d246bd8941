import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  changeSchema,
  expiryOf,
  forgottenAt,
  generateSchema,
  requireActive,
  requireExpiryWithin,
  requireSessionWithin,
  statusOf,
  viewOf,
} from '../../domain/invitation.ts';
import { codeThrownBy, inMinutes, invitation, NOW, room, settings } from './fixtures.ts';

const DAY = 24 * 60;
const MILLI = 1 / 60_000;

describe('expiry', () => {
  test.each([
    ['generation + duration, in a room without times', {}, {}, DAY],
    ['session start + duration', {}, { startsAt: inMinutes(60) }, DAY + 60],
    [
      'session end, where it is later than start + duration',
      {},
      { startsAt: inMinutes(60), endsAt: inMinutes(5 * DAY) },
      5 * DAY,
    ],
    [
      'start + duration, where the session ends earlier',
      {},
      { startsAt: inMinutes(60), endsAt: inMinutes(90) },
      DAY + 60,
    ],
    [
      'generation + duration, where the session is over',
      {},
      { startsAt: inMinutes(-5 * DAY), endsAt: inMinutes(-4 * DAY) },
      DAY,
    ],
    ['the duration at generation', { linkDurationMinutes: 15 }, {}, 15],
    [
      'the given moment, though the session ends later',
      { expiresAt: inMinutes(1) },
      { endsAt: inMinutes(DAY) },
      1,
    ],
    ['the given moment, though the duration is shorter', { expiresAt: inMinutes(9 * DAY) }, {}, 9 * DAY],
    ['a session end of exactly 400 days after generation', {}, { endsAt: inMinutes(400 * DAY) }, 400 * DAY],
    [
      'no more than 400 days after generation, though the session ends a millisecond later',
      {},
      { endsAt: inMinutes(400 * DAY + MILLI) },
      400 * DAY,
    ],
    [
      'no more than 400 days after generation, though the session starts in 490 days',
      {},
      { startsAt: inMinutes(490 * DAY) },
      400 * DAY,
    ],
    [
      'no more than 400 days after generation, though a moment was given that is later',
      { expiresAt: inMinutes(401 * DAY) },
      {},
      400 * DAY,
    ],
    [
      'no more than 400 days after generation in a room of an old site that starts at the end of the year 9999',
      {},
      { startsAt: '9999-12-31T23:00:00.000Z', endsAt: '9999-12-31T23:59:59.999Z' },
      400 * DAY,
    ],
  ])('%s', (_, changes, times, minutes) => {
    expect(expiryOf(invitation(changes), room(times))).toBe(inMinutes(minutes));
  });

  test('within 400 days a link without a given expiry never expires before its session ends, wherever the session is moved', () => {
    const minute = fc.integer({ min: -100 * DAY, max: 800 * DAY });
    fc.assert(
      fc.property(minute, minute, fc.integer({ min: 1, max: 10_000 }), (one, other, linkDurationMinutes) => {
        const [start, end] = [Math.min(one, other), Math.max(one, other)];
        const expiry = expiryOf(invitation({ linkDurationMinutes }), {
          startsAt: inMinutes(start),
          endsAt: inMinutes(end),
        });
        const duration = linkDurationMinutes;
        expect(expiry).toBe(inMinutes(Math.min(400 * DAY, Math.max(duration, start + duration, end))));
      }),
    );
  });

  test('an invitation is kept until 490 days after generation, so that managers still see what has expired', () => {
    expect(forgottenAt(invitation({ expiresAt: inMinutes(1) }))).toBe(inMinutes(490 * DAY));
  });

  const generation = { generatedAt: NOW };
  test.each([
    ['now', 'invalid_request', 0],
    ['a millisecond ahead', undefined, MILLI],
    ['400 days ahead', undefined, 400 * DAY],
    ['400 days and a millisecond ahead', 'invalid_request', 400 * DAY + MILLI],
  ])('a given expiry %s: %s', (_, code, minutes) => {
    expect(codeThrownBy(() => requireExpiryWithin(inMinutes(minutes), generation, NOW))).toBe(code);
  });

  test('a later expiry is measured from the generation, not from the change', () => {
    const later = inMinutes(300 * DAY);
    const change = (minutes: number) => requireExpiryWithin(inMinutes(minutes), generation, later);
    expect(() => change(400 * DAY)).not.toThrow();
    expect(() => change(400 * DAY + MILLI)).toThrow(
      expect.objectContaining({
        code: 'invalid_request',
        extra: {
          errors: [
            {
              path: 'expiresAt',
              message: `must be at most 400 days after generation: ${inMinutes(400 * DAY)}`,
            },
          ],
        },
      }),
    );
  });

  test.each([
    ['without a start', undefined, undefined],
    ['that starts in 400 days', undefined, 400 * DAY],
    ['that starts in 400 days and a millisecond', 'session_too_far_ahead', 400 * DAY + MILLI],
  ])('inviting into a session %s: %s', (_, code, minutes) => {
    const times = minutes === undefined ? {} : { startsAt: inMinutes(minutes) };
    expect(codeThrownBy(() => requireSessionWithin(times, NOW))).toBe(code);
  });
});

describe('status, the first that applies', () => {
  const devices = { phone: { at: NOW } };
  const [past, future] = [inMinutes(-1), inMinutes(1)];
  test.each([
    ['revoked', { revokedAt: NOW, expiresAt: past, devices }],
    ['expired', { expiresAt: past, devices }],
    ['expired', { expiresAt: NOW }],
    ['admitted', { expiresAt: future, devices }],
    ['pending', { expiresAt: future }],
  ])('%s', (status, changes) => expect(statusOf(invitation(changes), room(), NOW)).toBe(status));

  test('only pending and admitted invitations are active', () => {
    const codeOf = (changes: object) =>
      codeThrownBy(() => requireActive(invitation({ expiresAt: future, ...changes }), room(), NOW));
    expect(codeOf({})).toBeUndefined();
    expect(codeOf({ devices })).toBeUndefined();
    expect(codeOf({ revokedAt: NOW })).toBe('not_active');
    expect(codeOf({ expiresAt: past })).toBe('not_active');
  });
});

test('managers see everything except the link’s secrets, the devices’ keys and the mail’s id', () => {
  const kept = invitation({
    devices: { 'thumb-of-a-key': { at: NOW } },
    freshLink: { linkId: 'f'.repeat(32), keyId: '1' },
    delivery: { state: 'failed', at: NOW, reason: 'rejected', mail: 'mail-1', linkId: 'a'.repeat(32) },
  });
  const setting = { room: room(), settings: settings({ inviteToMedia: { linkReusability: 3 } }), now: NOW };
  expect(viewOf(kept, setting)).toEqual({
    id: kept.id,
    roomId: 'bio-101',
    email: 'Ada@Example.edu',
    firstName: 'Ada',
    lastName: 'Byron',
    role: 'speaker',
    permissions: ['backchannel', 'interactions', 'q_and_a'],
    status: 'admitted',
    locale: 'en',
    expiresAt: inMinutes(DAY),
    devices: { used: 1, max: 3 },
    delivery: { state: 'failed', at: NOW, reason: 'rejected' },
    createdBy: { id: 'owner', name: 'Olivia Owner' },
    createdAt: NOW,
    updatedAt: NOW,
  });
});

describe('a manager’s request body', () => {
  const body = { email: ' Ada@Example.edu ', firstName: ' Ada', lastName: 'Byron', role: 'speaker' };

  test('only e-mail, names and role are needed; mail is not sent unless asked for', () => {
    expect(generateSchema.parse(body)).toEqual({
      email: 'Ada@Example.edu',
      firstName: 'Ada',
      lastName: 'Byron',
      role: 'speaker',
      sendEmail: false,
    });
    for (const missing of Object.keys(body))
      expect(generateSchema.safeParse({ ...body, [missing]: undefined }).success, missing).toBe(false);
  });

  test.each([
    ['an unknown role', { role: 'owner' }],
    ['an unknown member', { userId: 'ada' }],
    ['a yes that is no boolean', { sendEmail: 'true' }],
    ['a locale that is none', { locale: 'english!' }],
    ['a time without a zone', { expiresAt: '2026-03-02T10:00:00' }],
    ['a date alone', { expiresAt: '2026-03-02' }],
  ])('%s is refused', (_, changes) =>
    expect(generateSchema.safeParse({ ...body, ...changes }).success).toBe(false),
  );

  test('a change has at least one of the names, the locale and the expiry, and nothing else', () => {
    expect(changeSchema.parse({ lastName: ' Lovelace ' })).toEqual({ lastName: 'Lovelace' });
    for (const change of [
      {},
      { role: 'viewer' },
      { email: 'a@b.test' },
      { expiresAt: null },
      { firstName: '' },
    ])
      expect(changeSchema.safeParse(change).success, JSON.stringify(change)).toBe(false);
  });
});
