import { expect, test } from 'vitest';
import { call } from '../support/api.ts';
import { captureLines } from '../support/log-lines.ts';
import { asked, kaltura, manage, passSeconds } from './kaltura-rooms-stage.ts';

/** docs/contract.md#3-routes, Rooms and people from Kaltura: the typeahead. */

const find = async (q: string, user = 'owner') => manage('findPeople', user, { query: { q } });
const user = (id: string, more: object = {}) => ({
  id,
  email: `${id}@demo.test`,
  firstName: 'Zoe',
  lastName: 'Zett',
  status: 1,
  type: 0,
  ...more,
});
const directory = async (...people: object[]) => {
  const headers = kaltura.as('admin', 'ADMIN');
  expect((await call('putPeople', { body: { people }, headers })).status).toBe(200);
};

test.each(['ada@', 'ADA', 'byr'])(
  '%s finds a person at Kaltura by address, first or last name, once',
  async q => {
    expect((await find(q)).body).toEqual({
      items: [{ id: 'ada', email: 'ada@demo.test', firstName: 'Ada', lastName: 'Byron' }],
    });
  },
);

test('ids have the site’s prefix', async () => {
  await kaltura.trust({ userIdPrefix: 'kaltura:' });
  expect((await find('byr')).body.items[0].id).toBe('kaltura:ada');
});

test('blocked users, groups, and users whose address or names fit no invitation are left out', async () => {
  kaltura.directory.users.push(
    user('z1', { status: 0 }),
    user('z2', { type: 1 }),
    user('z3', { email: 'no address' }),
    user('z4', { firstName: '' }),
    user('z5', { firstName: 'Zoe<b>' }),
    user('z,6'),
    user('z7', { lastName: null }),
  );
  expect((await find('zoe')).body.items.map(({ id }: { id: string }) => id)).toEqual(['z7']);
});

test('at most ten people are shown, and the directory fills up what Kaltura lacks, without repeating an address', async () => {
  await directory(
    { id: 'own', email: 'zacharias@demo.test', firstName: 'Zoe', lastName: '' },
    { id: 'same', email: 'Z1@demo.test', firstName: 'Zoe', lastName: 'Again' },
  );
  kaltura.directory.users.push(user('z1'));
  const items = (await find('zoe')).body.items;
  expect(items.map(({ id }: { id: string }) => id)).toEqual(['z1', 'own']);
  kaltura.directory.users.push(...Array.from({ length: 20 }, (_, index) => user(`many${index}`)));
  expect((await find('zoe')).body.items).toHaveLength(10);
});

test('only managers find people', async () => {
  expect((await find('byr', 'student')).status).toBe(403);
});

const FAULTS = [
  { kind: 'slow' },
  { kind: 'hang' },
  { kind: 'reset' },
  { kind: 'status' },
  { kind: 'html' },
  { kind: 'half' },
  { kind: 'apiError', code: 'SERVICE_FORBIDDEN' },
] as const;

test.each([
  ...FAULTS.map(fault => [fault.kind, 'user.list', fault] as const),
  ...FAULTS.map(fault => [fault.kind, 'everything', fault] as const),
])('%s at %s: the directory’s people are shown, within 3 s, as a part', async (_, target, fault) => {
  captureLines();
  const own = { id: 'own', email: 'own@demo.test', firstName: 'Own', lastName: 'Person' };
  await directory(own);
  await find('own');
  passSeconds(61);
  kaltura.faults.set(fault, ...(target === 'everything' ? [] : [target]));
  const began = performance.now();
  expect((await find('own')).body).toEqual({ items: [own], partial: true });
  expect(performance.now() - began).toBeLessThan(3000);
  kaltura.faults.clear();
  passSeconds(61);
  expect((await find('own')).body).not.toHaveProperty('partial');
});

test('a site without an app token asks its directory only', async () => {
  await kaltura.trust({ appTokenRef: undefined, rooms: 'registered' });
  const headers = kaltura.as('admin', 'ADMIN');
  const body = { title: 'Mine', ownerId: 'owner', chatAndCollaboration: true };
  expect((await call('putRoom', { parameters: { roomId: '1_ownentry' }, headers, body })).status).toBe(201);
  const before = asked('user.list');
  const found = await manage('findPeople', 'owner', {
    parameters: { roomId: '1_ownentry' },
    query: { q: 'byr' },
  });
  expect(found.body).toEqual({ items: [] });
  expect(asked('user.list')).toBe(before);
});
