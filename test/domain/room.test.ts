import { describe, expect, test } from 'vitest';
import { isManager, roomDetailsSchema, sessionPhase } from '../../domain/room.ts';
import { inMinutes, NOW, person, room } from './fixtures.ts';

describe('a room’s managers', () => {
  const only = { ownerId: 'nobody' };
  test.each([
    ['the owner', { ownerId: 'ada' }],
    ['a co-owner', { ...only, coOwners: ['x', 'ada'] }],
    ['a co-editor', { ...only, coEditors: ['ada'] }],
    ['a co-publisher', { ...only, coPublishers: ['ada'] }],
    ['somebody of a group that owns it', { ownerId: 'group:staff' }],
    ['somebody of a group of co-editors', { ...only, coEditors: ['group:staff'] }],
    ['somebody listed in other case', { ...only, coPublishers: ['ADA'] }],
  ])('%s is a manager', (_, lists) => {
    expect(isManager(person({ id: 'ada', groups: ['staff'] }), room(lists))).toBe(true);
  });

  test.each([
    ['somebody who is not listed', {}, { coOwners: ['bob'] }],
    ['somebody whose id is called like a listed group', { id: 'group:staff' }, { coOwners: ['group:staff'] }],
    ['somebody whose id is the name of a listed group', { id: 'staff' }, { coOwners: ['group:staff'] }],
    ['somebody of a group that has a listed person’s name', { groups: ['bob'] }, { coOwners: ['bob'] }],
    ['somebody of a group called like the entry', { groups: ['group:staff'] }, { coOwners: ['group:staff'] }],
  ])('%s is not a manager', (_, who, lists) => {
    expect(isManager(person({ id: 'ada', ...who }), room({ ...only, ...lists }))).toBe(false);
  });
});

test.each([
  ['without times it is open', {}, 'open'],
  ['before its start it has not started', { startsAt: inMinutes(1) }, 'not_started'],
  ['at its start it is open', { startsAt: NOW }, 'open'],
  ['without an end it never ends', { startsAt: inMinutes(-1_000_000) }, 'open'],
  ['before its end it is open', { endsAt: inMinutes(1) }, 'open'],
  ['at its end it is over', { startsAt: inMinutes(-60), endsAt: NOW }, 'over'],
])('session: %s', (_, times, phase) => expect(sessionPhase(room(times), NOW)).toBe(phase));

describe('the body of a room', () => {
  const body = { title: 'Biology', ownerId: 'owner', chatAndCollaboration: true };
  const accepts = (changes: object) => roomDetailsSchema.safeParse({ ...body, ...changes }).success;

  test.each([
    ['the least', {}],
    ['a title of 200 characters', { title: 'x'.repeat(200) }],
    ['lists of 50 with groups', { coOwners: Array(50).fill('group:staff') }],
    ['20 speakers', { speakers: Array(20).fill({ name: 'Rosalind', title: 'Guest' }) }],
    ['a join URL', { joinUrl: 'https://media.example.edu/room/1?x=y' }],
    ['times in a row', { startsAt: NOW, endsAt: inMinutes(1), timeZone: 'Europe/Paris' }],
    ['a description with line breaks', { description: 'one\ntwo' }],
  ])('%s is accepted', (_, changes) => expect(accepts(changes)).toBe(true));

  test.each([
    ['no title', { title: ' ' }],
    ['a title of 201 characters', { title: 'x'.repeat(201) }],
    ['a title of two lines', { title: 'a\nb' }],
    ['a description of 2,001 characters', { description: 'x'.repeat(2001) }],
    ['a list of 51', { coOwners: Array(51).fill('a') }],
    ['21 speakers', { speakers: Array(21).fill({ name: 'R' }) }],
    ['a group without a name', { coOwners: ['group:'] }],
    ['a plain http join URL', { joinUrl: 'http://media.example.edu/' }],
    ['a script for a join URL', { joinUrl: 'javascript:alert(1)' }],
    ['an end before the start', { startsAt: NOW, endsAt: inMinutes(-1) }],
    ['an end at the start', { startsAt: NOW, endsAt: NOW }],
    ['a day that does not exist', { startsAt: '2026-02-30T10:00:00Z' }],
    ['a time without UTC', { startsAt: '2026-03-02T10:00:00' }],
    ['an unknown member', { generation: 7 }],
    ['no flag', { chatAndCollaboration: undefined }],
  ])('%s is refused', (_, changes) => expect(accepts(changes)).toBe(false));
});
