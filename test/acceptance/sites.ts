import { describe, expect, test } from 'vitest';
import type { RouteName } from '../../functions/contract/routes.ts';
import { Invitee } from './support/invitee.ts';
import { demo, fresh, other, type Site, somebody, word } from './support/site.ts';

/** Calls about a room. With a login of another site, each is answered as if the room did not exist. */
const calls: [RouteName, object?][] = [
  ['getRoom'],
  ['getInviteOptions'],
  ['generateInvitation', { ...somebody(), role: 'viewer' }],
  ['generateInvitations', { invitations: [{ ...somebody(), role: 'viewer' }] }],
  ['listInvitations'],
  ['getInvitation'],
  ['changeInvitation', { locale: 'fr' }],
  ['getInvitationLink'],
  ['getInvitationHistory'],
  ['resendInvitation'],
  ['promoteInvitation', { role: 'viewer' }],
  ['revokeInvitation'],
];

describe('sites', () => {
  describe.each([
    [demo, other],
    [other, demo],
  ])('%#: callers of one site at the other site', (here: Site, there: Site) => {
    test('a room of another site is not found, by an owner with the same id and by its administrator', async () => {
      const { path } = await there.invite(await there.room());
      const scope = 'rooms:write site:admin';
      const login = await here.login({ sub: there.ownerId, scope });
      for (const [route, body] of calls) {
        const answer = await here.call(route, { path, login, ...(body && { body }) });
        expect(answer, route).toMatchObject({ status: 404, body: { code: 'room_not_found' } });
      }
      const people = await here.call('findPeople', { path, login, query: { q: word() } });
      expect(people).toMatchObject({ status: 404, body: { code: 'room_not_found' } });
      expect((await there.manage('getInvitation', path)).body).toMatchObject({
        status: 'pending',
        role: 'speaker',
      });
    });

    test('rooms with the same id at two sites are separate, and deleting one does not affect the other', async () => {
      const roomId = fresh('same-name');
      const [mine, theirs] = await Promise.all([here, there].map(site => site.putRoom(roomId)));
      expect([mine?.status, theirs?.status]).toEqual([201, 201]);
      const person = somebody();
      const invitation = await there.invite(roomId, person);
      await here.invite(roomId, person);
      await here.deleteRoom(roomId);
      expect((await (await Invitee.at(there)).enter(invitation)).body.state).toBe('admitted');
      const { body } = await there.manage('listInvitations', { roomId });
      expect(body.items).toHaveLength(1);
    });

    test('a login of the other site does not make an invitee known', async () => {
      const { link, email } = await there.invite(await there.room());
      const invitee = await Invitee.at(there);
      const login = await here.login({ sub: 'invited', email });
      expect((await invitee.redeem({ link, login, enter: true })).body.state).toBe('lobby');
    });

    test('people of the other site are neither found nor deleted', async () => {
      const someone = { id: fresh('person'), ...somebody('staff.test') };
      const path = { roomId: await there.room() };
      await there.call('putPeople', { body: { people: [someone] }, login: await there.backend() });
      const query = { q: someone.firstName };
      await here.call('deletePerson', { path: { id: someone.id }, login: await here.backend() });
      const found = await there.call('findPeople', { path, query, login: await there.owner() });
      expect(found.body.items).toEqual([someone]);
      const mine = { roomId: await here.room() };
      const answer = await here.call('findPeople', { path: mine, query, login: await here.owner() });
      expect(answer.body.items).toEqual([]);
    });

    test('an administrator sees the settings of their own site only', async () => {
      const [mine, theirs] = await Promise.all(
        [here, there].map(async site => site.call('getSettings', { login: await site.administrator() })),
      );
      expect(mine?.body.name).not.toBe(theirs?.body.name);
    });
  });
});
