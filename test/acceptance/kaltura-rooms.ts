import { describe, expect, test } from 'vitest';
import { PARTNER_ID } from '../../local/kaltura/directory.ts';
import { type Fields, ksOf } from '../support/ks.ts';
import { Invitee } from './support/invitee.ts';
import { other, somebody } from './support/site.ts';

/** The site `other` has the stand-in for Kaltura, with these rooms: local/kaltura/seed-entries.ts. */
const OPEN = '1_openroom';
const VIDEO = '1_video000';

const login = (sub: string) => other.login({ sub });
const room = async (roomId: string, sub = 'owner') =>
  other.call('getRoom', { path: { roomId }, login: await login(sub) });

describe('rooms from Kaltura', () => {
  test('a room that nobody registered is there for its managers, with when Kaltura was read', async () => {
    const { status, body } = await room(OPEN);
    expect([status, body.ownerId, body.stale]).toEqual([200, 'owner', undefined]);
    expect(Date.now() - Date.parse(body.readAt)).toBeLessThan(90_000);
    expect((await room(OPEN, 'editor')).status).toBe(200);
    expect((await room(OPEN, 'viewer')).body.code).toBe('forbidden');
    expect((await room(VIDEO)).body.code).toBe('room_not_found');
  });

  test('people sign in with a Kaltura session, of which no log shows a part', async () => {
    const session = (user: string, more: Fields = {}) => ({
      authorization: `KS ${ksOf({ user, partnerId: PARTNER_ID, ...more })}`,
    });
    const generate = (headers: Record<string, string>) =>
      other.call('generateInvitation', {
        path: { roomId: OPEN },
        body: { ...somebody(), role: 'speaker' },
        headers,
      });
    const { status, body } = await generate(session('owner'));
    expect([status, body.invitation.createdBy]).toEqual([201, { id: 'owner', name: 'Olivia Owner' }]);
    expect((await generate(session('publisher'))).status).toBe(201);
    expect((await generate(session('viewer'))).body.reason).toBe('not_a_room_manager');
    for (const refused of [session('guest-x'), session('owner', { expiresIn: -1 }), session('0')])
      expect((await generate(refused)).body.code).toBe('unauthenticated');
  });

  test('it can neither be put nor deleted', async () => {
    expect((await other.putRoom(OPEN)).body.code).toBe('managed_by_kaltura');
    expect((await other.deleteRoom(OPEN)).body.code).toBe('managed_by_kaltura');
  });

  test('an invitee of it enters', async () => {
    const body = { ...somebody(), role: 'viewer' };
    const made = await other.call('generateInvitation', {
      path: { roomId: OPEN },
      body,
      login: await login('owner'),
    });
    expect(made.status).toBe(201);
    const invitee = await Invitee.at(other);
    expect((await invitee.enter({ link: made.body.link, email: body.email })).body.state).toBe('admitted');
  });
});
