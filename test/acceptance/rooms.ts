import { describe, expect, test } from 'vitest';
import { atBothSites, fresh } from './support/site.ts';

const HOUR = 3_600_000;
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR).toISOString();

describe('rooms', () => {
  atBothSites(site => {
    test('registering a room answers 201 if it is new, 200 if it is replaced, and 201 after a deletion', async () => {
      const roomId = fresh('room');
      const created = await site.putRoom(roomId, { title: 'First' });
      expect(created).toMatchObject({
        status: 201,
        body: { id: roomId, title: 'First', ownerId: site.ownerId },
      });
      const replaced = await site.putRoom(roomId, { title: 'Second' });
      expect(replaced).toMatchObject({ status: 200, body: { title: 'Second' } });
      expect(replaced.body.createdAt).toBe(created.body.createdAt);
      expect((await site.deleteRoom(roomId)).status).toBe(204);
      expect((await site.deleteRoom(roomId)).status).toBe(204);
      expect(await site.manage('getRoom', { roomId })).toMatchObject({
        status: 404,
        body: { code: 'room_not_found' },
      });
      expect((await site.putRoom(roomId)).status).toBe(201);
    });

    test('the answer has every member with which the room was registered', async () => {
      const details = {
        title: 'Cell biology',
        description: 'Two lines\nof text',
        startsAt: inHours(1),
        endsAt: inHours(2),
        timeZone: 'Europe/Paris',
        speakers: [{ name: 'A guest', title: 'Professor' }, { name: 'Another' }],
        ownerId: site.ownerId,
        coOwners: ['group:staff', 'second'],
        coEditors: ['third'],
        coPublishers: [],
        chatAndCollaboration: false,
        joinUrl: 'https://rooms.example.edu/7',
      };
      const roomId = await site.room(details);
      const { status, body } = await site.manage('getRoom', { roomId });
      expect(status).toBe(200);
      expect(body).toMatchObject({ ...details, id: roomId });
    });

    test('owner, co-owners, co-editors and co-publishers can read the room, also through a group and ignoring case', async () => {
      const roomId = await site.room({
        ownerId: 'The.Owner',
        coOwners: ['co-owner'],
        coEditors: ['group:editors'],
        coPublishers: ['co-publisher'],
      });
      const managers = [
        { sub: 'the.OWNER' },
        { sub: 'CO-owner' },
        { sub: 'somebody', groups: ['students', 'editors'] },
        { sub: 'co-publisher' },
        { sub: 'backend', scope: 'rooms:write' },
        { sub: 'administrator', scope: 'site:admin' },
      ];
      for (const claims of managers) {
        const answer = await site.call('getRoom', { path: { roomId }, login: await site.login(claims) });
        expect(answer.status, claims.sub).toBe(200);
      }
      for (const claims of [{ sub: 'stranger' }, { sub: 'editors' }, { sub: 'group:editors' }]) {
        const answer = await site.call('getRoom', { path: { roomId }, login: await site.login(claims) });
        expect(answer, claims.sub).toMatchObject({ status: 403, body: { code: 'forbidden' } });
      }
    });

    test('ids may have every character that the contract allows', async () => {
      const roomId = `${fresh('A.b_c@d~e:f+g-h')}`;
      expect((await site.putRoom(roomId)).status).toBe(201);
      expect((await site.manage('getRoom', { roomId })).body.id).toBe(roomId);
    });

    test.each([
      ['id', { id: 'another-room' }],
      ['title', { title: '' }],
      ['endsAt', { startsAt: inHours(2), endsAt: inHours(1) }],
      ['startsAt', { startsAt: '1999-12-31T23:59:59Z' }],
      ['endsAt', { endsAt: '9999-12-31T23:59:59Z' }],
      ['timeZone', { timeZone: 'Mars/Olympus' }],
      ['joinUrl', { joinUrl: 'http://rooms.example.edu' }],
      ['coOwners[0]', { coOwners: ['not an id'] }],
      ['speakers', { speakers: Array.from({ length: 21 }, () => ({ name: 'A guest' })) }],
    ])('a room with an invalid %s is refused, and the error names it', async (path, details) => {
      const { status, body } = await site.putRoom(fresh('room'), details);
      expect(status).toBe(400);
      expect(body.errors.map((error: { path: string }) => error.path)).toContain(path);
    });

    test('invite-options answers roles, limits and mail, and the reason if the caller may not invite', async () => {
      const roomId = await site.room();
      const { body } = await site.manage('getInviteOptions', { roomId });
      expect(body).toEqual({
        canInvite: true,
        roles: [
          { role: 'viewer', permissions: ['chat', 'answer_interactions', 'q_and_a'] },
          { role: 'speaker', permissions: ['backchannel', 'interactions', 'q_and_a'] },
          { role: 'moderator', permissions: ['backchannel', 'initiate_interactions', 'q_and_a'] },
        ],
        email: { available: true, locales: expect.arrayContaining(['en']) },
        linkDurationMinutes: 1440,
        maxDevices: 1,
      });
      const login = await site.stranger();
      const stranger = await site.call('getInviteOptions', { path: { roomId }, login });
      expect(stranger.body).toMatchObject({ canInvite: false, reason: 'not_a_room_manager' });
      await site.putRoom(roomId, { chatAndCollaboration: false });
      const quiet = await site.manage('getInviteOptions', { roomId });
      expect(quiet.body).toMatchObject({ canInvite: false, reason: 'chat_and_collaboration_disabled' });
    });
  });
});
