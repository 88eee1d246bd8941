import { expect, test } from 'vitest';
import { routes } from '../../functions/contract/routes.ts';
import { ENTRIES, LATE_EVENT, LECTURERS } from '../../local/kaltura/seed-entries.ts';
import { call } from '../support/api.ts';
import { personBody } from '../support/ground.ts';
import {
  entryOf,
  inSeconds,
  invite,
  kaltura,
  manage,
  outcomeOf,
  passSeconds,
  refresh,
} from './kaltura-rooms-stage.ts';

/** docs/contract.md#3-routes, Rooms and people from Kaltura: what a room is, who manages it, and when it is gone. */

const get = (roomId: string, user = 'owner') => manage('getRoom', user, { parameters: { roomId } });

test('the first call of a manager finds an entry that was never registered, with Kaltura’s data', async () => {
  entryOf(ENTRIES.open).description = '<p>Cells &amp; more</p><p>x</p>';
  const { status, body } = await get(ENTRIES.open);
  expect(status).toBe(200);
  expect(body).toEqual({
    id: ENTRIES.open,
    title: 'An open room',
    description: 'Cells & more\nx',
    timeZone: 'Europe/London',
    ownerId: 'owner',
    coEditors: ['editor'],
    coPublishers: [LECTURERS],
    chatAndCollaboration: true,
    createdAt: expect.any(String),
    updatedAt: expect.any(String),
    readAt: new Date().toISOString(),
  });
});

test.each([
  ['the owner', 'owner', ENTRIES.open],
  ['the owner, in other case', 'OWNER', ENTRIES.open],
  ['a co-editor', 'editor', ENTRIES.open],
  ['a member of a co-publishing group', 'publisher', ENTRIES.open],
  ['a member of the owning group', 'ada', ENTRIES.group],
  ['the owner of an old room', 'owner', ENTRIES.legacy],
])('%s may invite', async (_, user, roomId) => {
  await kaltura.trust({ callersFrom: 'kaltura' });
  const body = personBody();
  expect((await manage('generateInvitation', user, { parameters: { roomId }, body })).status).toBe(201);
});

test.each([
  ['a co-viewer', 'viewer'],
  ['a stranger', 'student'],
])('%s may neither invite nor read', async (_, user) => {
  await kaltura.trust({ callersFrom: 'kaltura' });
  const refused = await manage('generateInvitation', user, { body: personBody() });
  expect(refused).toMatchObject({ status: 403, body: { reason: 'not_a_room_manager' } });
  expect((await get(ENTRIES.open, user)).body.code).toBe('forbidden');
});

test('a co-publisher and a co-editor by name may invite, and may not when Kaltura has taken that back', async () => {
  Object.assign(entryOf(ENTRIES.open), { entitledUsersPublish: 'x, student' });
  expect((await get(ENTRIES.open, 'student')).status).toBe(200);
  entryOf(ENTRIES.open).entitledUsersPublish = '';
  passSeconds(61);
  expect((await get(ENTRIES.open, 'student')).status).toBe(403);
});

test('nobody owns a room whose owner is empty', async () => {
  entryOf(ENTRIES.open).userId = '';
  expect((await get(ENTRIES.open)).status).toBe(403);
  expect((await get(ENTRIES.open, 'editor')).body.ownerId).toBe('');
});

test('ids from Kaltura have the site’s prefix', async () => {
  await kaltura.trust({ userIdPrefix: 'kaltura:' });
  expect((await get(ENTRIES.open)).body).toMatchObject({
    ownerId: 'kaltura:owner',
    coEditors: ['kaltura:editor'],
  });
});

test.each([
  ['a breakout room', ENTRIES.breakout],
  ['a video', ENTRIES.video],
  ['an unknown entry', '1_unknown0'],
])('%s is not a room', async (_, roomId) => {
  expect((await get(roomId)).body.code).toBe('room_not_found');
});

test('a room with an id of Kaltura cannot be put or deleted', async () => {
  const headers = kaltura.as('admin', 'ADMIN');
  const body = { title: 'Mine', ownerId: 'owner', chatAndCollaboration: true };
  const managed = { parameters: { roomId: ENTRIES.open }, headers };
  expect(await call('putRoom', { ...managed, body })).toMatchObject({
    status: 409,
    body: { code: 'managed_by_kaltura' },
  });
  expect(await call('deleteRoom', managed)).toMatchObject({
    status: 409,
    body: { code: 'managed_by_kaltura' },
  });
  expect((await get(ENTRIES.open)).body.title).toBe('An open room');
});

test('every route of a manager refreshes a room that is older than a minute', async () => {
  const { id } = await invite();
  const mailable = { role: 'viewer', firstName: 'Augusta' };
  const names = Object.entries(routes).filter(
    ([name, { path, caller }]) =>
      path.startsWith('/v1/rooms/{roomId}') && caller === 'person' && name !== 'resendInvitation',
  );
  expect(names).toHaveLength(12);
  for (const [name] of names) {
    passSeconds(61);
    const title = `Seen by ${name}`;
    entryOf(ENTRIES.open).name = title;
    const body = {
      promoteInvitation: { role: 'viewer' },
      changeInvitation: { firstName: mailable.firstName },
    }[name];
    const generated = {
      generateInvitation: personBody(),
      generateInvitations: { invitations: [personBody()] },
    }[name];
    const sent = body ?? generated;
    const query = name === 'findPeople' ? { query: { q: 'owner' } } : {};
    const answer = await manage(name as keyof typeof routes, 'owner', {
      parameters: { id },
      ...query,
      ...(sent && { body: sent }),
    });
    expect([name, answer.status < 300 ? 'done' : answer.body]).toEqual([name, 'done']);
    kaltura.faults.set({ kind: 'status' });
    expect((await get(ENTRIES.open)).body.title).toBe(title);
    kaltura.faults.clear();
  }
});

test.each(['baseentry.delete', 'baseentry.recycle'])(
  'after %s its links answer room_deleted and managers room_not_found; both work again when it is restored',
  async action => {
    const invited = await invite();
    const entry = entryOf(ENTRIES.open);
    const change = action.endsWith('delete') ? { status: 3 } : { displayInSearch: -2 };
    Object.assign(entry, change);
    passSeconds(61);
    await refresh();
    expect(await outcomeOf(invited)).toBe('room_deleted');
    expect((await get(ENTRIES.open)).body.code).toBe('room_not_found');

    Object.assign(entry, { status: 7, displayInSearch: 1 });
    passSeconds(61);
    await refresh();
    expect(await outcomeOf(invited)).toBe('open');
    expect((await manage('getInvitation', 'owner', { parameters: { id: invited.id } })).body.status).toBe(
      'pending',
    );
  },
);

test('a manager’s call notices, too, that a room is gone and that it is restored', async () => {
  const invited = await invite();
  entryOf(ENTRIES.open).displayInSearch = -2;
  passSeconds(61);
  expect((await get(ENTRIES.open)).body.code).toBe('room_not_found');
  expect(await outcomeOf(invited)).toBe('room_deleted');
  entryOf(ENTRIES.open).displayInSearch = 1;
  passSeconds(61);
  expect((await get(ENTRIES.open)).status).toBe(200);
  expect(await outcomeOf(invited)).toBe('open');
});

test('a moved event moves the link’s expiry and the time of entry', async () => {
  const { id, link, email } = await invite(ENTRIES.late);
  const event = kaltura.directory.events.find(each => each.id === LATE_EVENT);
  const days = 86_400;
  Object.assign(event ?? {}, { startDate: inSeconds(3 * days), endDate: inSeconds(3 * days + 3600) });
  passSeconds(61);
  await refresh(ENTRIES.late);
  const { body } = await manage('getInvitation', 'owner', { parameters: { roomId: ENTRIES.late, id } });
  const startsAt = new Date((event?.startDate ?? 0) * 1000);
  expect(body.expiresAt).toBe(new Date(startsAt.getTime() + days * 1000).toISOString());
  expect(await outcomeOf({ link, email })).toBe('waiting');
  // Speakers may enter 15 minutes early.
  passSeconds(3 * days - 61 - 15 * 60);
  await refresh(ENTRIES.late);
  expect(await outcomeOf({ link, email })).toBe('open');
});

test('a cancelled event is none: the room is open', async () => {
  const invited = await invite(ENTRIES.late);
  Object.assign(kaltura.directory.events[0] ?? {}, { status: 1 });
  passSeconds(61);
  await refresh(ENTRIES.late);
  expect(await outcomeOf(invited)).toBe('open');
});
