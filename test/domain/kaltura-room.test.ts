import { describe, expect, test } from 'vitest';
import {
  isFromKaltura,
  type KalturaEntry,
  type KalturaEvent,
  type KalturaRoom,
  requireRegistered,
  roomOfEntry,
} from '../../domain/kaltura-room.ts';
import { kalturaSchema } from '../../domain/kaltura-trust.ts';
import type { Person } from '../../domain/person.ts';
import { isManager, type ManagedRoom } from '../../domain/room.ts';
import { epochSeconds } from '../../domain/time.ts';

const now = '2026-11-27T10:00:00.000Z';
const trust = kalturaSchema.parse({
  partnerId: 1,
  secretsRef: 'a',
  rooms: 'kaltura',
  timeZone: 'Europe/Paris',
});
const entry: KalturaEntry = {
  id: '1_abcdefgh',
  name: 'Biology',
  description: '',
  type: 'room.room',
  roomType: 1,
  adminTags: '',
  displayInSearch: 1,
  userId: 'owner',
  entitledUsersEdit: '',
  entitledUsersPublish: '',
};
const read = (
  more: Partial<KalturaEntry> = {},
  events: KalturaEvent[] = [],
  userIdPrefix?: string,
): KalturaRoom =>
  roomOfEntry({ ...entry, ...more }, events, {
    trust: { ...trust, ...(userIdPrefix && { userIdPrefix }) },
    now,
  });
const room = (...asked: Parameters<typeof read>) => {
  const found = read(...asked);
  if (typeof found === 'string') throw new Error(`it is ${found}`);
  return found;
};

test.each(['0_abcdefgh', '1_0123456z'])('%s is the id of a Kaltura entry', id => {
  expect(isFromKaltura({ kaltura: trust }, id)).toBe(true);
  expect(() => requireRegistered(id, { kaltura: trust })).toThrow('This room comes from Kaltura');
});

test.each(['2_abcdefgh', '1_abcdefg', '1_abcdefghi', '1_ABCDEFGH', 'bio-101', '', '1_abcdefgh\n'])(
  '%j is not the id of a Kaltura entry',
  id => {
    expect(isFromKaltura({ kaltura: trust }, id)).toBe(false);
  },
);

test('a site that registers its rooms, or has no Kaltura, has no rooms from Kaltura', () => {
  expect(isFromKaltura({ kaltura: { ...trust, rooms: 'registered' } }, entry.id)).toBe(false);
  expect(isFromKaltura({}, entry.id)).toBe(false);
});

describe('an entry', () => {
  test.each([
    ['a room', {}],
    ['an old room', { type: '1', roomType: undefined, adminTags: 'kms, _room' }],
  ])('that is %s is a room', (_, more) => {
    expect(room(more)).toMatchObject({ title: 'Biology', ownerId: 'owner', timeZone: 'Europe/Paris' });
  });

  test.each([
    ['a breakout room', { roomType: 2 }],
    ['a room of unknown type', { roomType: undefined }],
    ['a video', { type: '1', roomType: undefined }],
    ['a video with a similar tag', { type: '1', roomType: undefined, adminTags: 'a_room,_rooms' }],
    ['a live stream with the tag', { type: '7', adminTags: '_room' }],
  ])('that is %s is no room', (_, more) => {
    expect(read(more)).toBe('no_room');
  });

  test('in the recycle bin is gone', () => {
    expect(read({ displayInSearch: -2 })).toBe('gone');
  });

  test('has a title and a description that fit the rules for rooms', () => {
    expect(room({ name: `  a\n\tb${'🎓'.repeat(300)}`, description: 'x'.repeat(3000) })).toMatchObject({
      title: expect.stringMatching(/^a {1,2}b🎓+$/u),
      description: 'x'.repeat(2000),
    });
    expect([...room({ name: '🎓'.repeat(300) }).title]).toHaveLength(200);
    expect(room({ name: ' \u0007 ' }).title).toBe(entry.id);
    expect(room()).not.toHaveProperty('description');
  });

  test('gives its people and groups the prefix of Kaltura’s ids, and leaves co-viewers and odd ids out', () => {
    const lists = {
      entitledUsersEdit: ' ann , ,staff',
      entitledUsersPublish: 'bob,b@d!x',
      entitledUsersView: 'eve',
    };
    expect(room(lists, [], 'kaltura:')).toMatchObject({
      ownerId: 'kaltura:owner',
      coEditors: ['kaltura:ann', 'kaltura:staff'],
      coPublishers: ['kaltura:bob'],
    });
  });
});

describe('who manages', () => {
  const manages = (id: string, groups: string[], more: Partial<KalturaEntry>) => {
    const managed: ManagedRoom = { ...room(more), kaltura: { readAt: now } };
    return isManager({ id, groups } as unknown as Person, managed);
  };

  test.each([
    ['the owner, in any case', 'OWNER', [], {}],
    ['a member of the owning group', 'ann', ['Lecturers'], { userId: 'lecturers' }],
    ['a co-editor', 'ann', [], { entitledUsersEdit: 'bob,ann' }],
    ['a member of a co-editing group', 'ann', ['staff'], { entitledUsersEdit: 'staff' }],
    ['a co-publisher', 'ann', [], { entitledUsersPublish: 'Ann' }],
    ['a member of a co-publishing group', 'ann', ['staff'], { entitledUsersPublish: 'bob,staff' }],
  ])('%s', (_, id, groups, more) => {
    expect(manages(id, groups, more)).toBe(true);
  });

  test.each([
    ['a stranger', 'eve', ['others'], {}],
    ['anybody, if there is no owner', '', [''], { userId: '' }],
    ['an id with a comma, of a list', 'a,b', [], { entitledUsersEdit: 'a,b' }],
    ['an id with a comma, of the owner', 'a,b', [], { userId: 'a,b' }],
    ['a group that is marked as in registered rooms', 'ann', ['staff'], { entitledUsersEdit: 'group:staff' }],
  ])('not %s', (_, id, groups, more) => {
    expect(manages(id, groups, more)).toBe(false);
  });
});

describe('session times', () => {
  const at = (from: string, to: string, recurrenceType = 0): KalturaEvent => ({
    startDate: epochSeconds(`2026-11-27T${from}:00Z`),
    endDate: epochSeconds(`2026-11-27T${to}:00Z`),
    recurrenceType,
  });
  const times = (...events: KalturaEvent[]) => {
    const { startsAt, endsAt } = room({}, events);
    return [startsAt, endsAt].map(time => time?.slice(11, 16));
  };

  test('are those of the running event', () => {
    expect(times(at('12:00', '13:00'), at('09:30', '10:30'), at('08:00', '09:00'))).toEqual([
      '09:30',
      '10:30',
    ]);
  });
  test('are those of the next event if none runs', () => {
    expect(times(at('14:00', '15:00'), at('12:00', '13:00'), at('08:00', '10:00'))).toEqual([
      '12:00',
      '13:00',
    ]);
  });
  test('are missing without an event to come', () => {
    expect(times()).toEqual([undefined, undefined]);
    expect(times(at('08:00', '09:00'))).toEqual([undefined, undefined]);
  });
  test('ignore series, reversed events and impossible years', () => {
    expect(times(at('11:00', '12:00', 1), at('12:00', '11:00'))).toEqual([undefined, undefined]);
    expect(times({ startDate: 1, endDate: 9_999_999_999, recurrenceType: 0 })).toEqual([
      undefined,
      undefined,
    ]);
  });
});
