import { describe, expect, test } from 'vitest';
import { earlyEntrySchema, entryPhase, opensAt } from '../../domain/early-entry.ts';
import type { Role } from '../../domain/role.ts';
import { settingsSchema } from '../../domain/site.ts';
import { inMinutes, NOW, room, settings } from './fixtures.ts';

const DEFAULTS = { viewer: 0, speaker: 15, moderator: 15 };

const invited = (role: Role, startsIn: number | undefined, earlyEntryMinutes = DEFAULTS) => ({
  room: room(
    startsIn === undefined ? {} : { startsAt: inMinutes(startsIn), endsAt: inMinutes(startsIn + 60) },
  ),
  invitation: { role },
  settings: settings({ inviteToMedia: { earlyEntryMinutes } }),
});

test.each<[Role, typeof DEFAULTS, number]>([
  ['viewer', DEFAULTS, 60],
  ['speaker', DEFAULTS, 45],
  ['moderator', DEFAULTS, 45],
  ['moderator', { viewer: 1, speaker: 2, moderator: 240 }, -180],
  ['speaker', { viewer: 1, speaker: 2, moderator: 240 }, 58],
  ['viewer', { viewer: 1, speaker: 2, moderator: 240 }, 59],
])('a %s may enter early by the minutes of that role: %j', (role, minutes, opensIn) => {
  const place = invited(role, 60, minutes);
  expect(opensAt(place)).toBe(inMinutes(opensIn));
  expect(entryPhase(place, inMinutes(opensIn - 0.001))).toBe('not_yet');
  expect(entryPhase(place, inMinutes(opensIn))).toBe('open');
  expect(entryPhase(place, inMinutes(60))).toBe('open');
  expect(entryPhase(place, inMinutes(120))).toBe('over');
});

test('a room without a start is open from the beginning, for every role', () => {
  expect(opensAt(invited('viewer', undefined))).toBeUndefined();
  expect(entryPhase(invited('viewer', undefined), NOW)).toBe('open');
});

describe('the setting', () => {
  const inviting = settings().inviteToMedia;
  const read = (earlyEntryMinutes: unknown) =>
    settingsSchema.parse({ ...settings(), inviteToMedia: { ...inviting, earlyEntryMinutes } });

  test('has defaults, as a whole and for each role, also in settings that an earlier release stored', () => {
    expect(read(undefined)).toEqual(settings());
    expect(read({}).inviteToMedia.earlyEntryMinutes).toEqual(DEFAULTS);
    expect(read({ viewer: 5 }).inviteToMedia.earlyEntryMinutes).toEqual({ ...DEFAULTS, viewer: 5 });
  });

  test.each([
    { viewer: 240, speaker: 0, moderator: 0 },
    { ...DEFAULTS, viewer: 240 },
  ])('may be %j', minutes => expect(earlyEntrySchema.parse(minutes)).toEqual(minutes));

  test.each([
    { ...DEFAULTS, viewer: -1 },
    { ...DEFAULTS, speaker: 241 },
    { ...DEFAULTS, moderator: 1.5 },
    { ...DEFAULTS, moderator: '15' },
    { ...DEFAULTS, owner: 15 },
    null,
    15,
  ])('must not be %j', minutes => expect(earlyEntrySchema.safeParse(minutes).success).toBe(false));
});
