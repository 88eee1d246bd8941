import { describe, expect, test } from 'vitest';
import { Invitee, tokenOf } from './support/invitee.ts';
import { atBothSites } from './support/site.ts';

describe('dead links', () => {
  atBothSites(site => {
    test('a link and its invitation stop working at the moment of expiry', async () => {
      const expiresAt = new Date(Date.now() + 3000).toISOString();
      const invitation = await site.invite(await site.room(), { expiresAt });
      const invitee = await Invitee.at(site);
      const { ticket } = (await invitee.enter(invitation)).body;
      expect(ticket).toEqual(expect.any(String));
      await expect.poll(async () => (await invitee.open(invitation)).status, { timeout: 10_000 }).toBe(410);
      expect((await invitee.enter(invitation)).body).toMatchObject({
        code: 'link_expired',
        site: {},
        locale: 'en',
      });
      expect((await invitee.session(ticket)).body.code).toBe('link_expired');
      expect((await site.manage('getInvitation', invitation.path)).body.status).toBe('expired');
      expect((await site.manage('getInvitationLink', invitation.path)).body.code).toBe('not_active');
    });

    test('links into a deleted room do not work, even after the room is registered again', async () => {
      const invitation = await site.invite(await site.room());
      const invitee = await Invitee.at(site);
      const { ticket } = (await invitee.enter(invitation)).body;
      await site.deleteRoom(invitation.roomId);
      const dead = { status: 410, body: { code: 'room_deleted' } };
      expect(await invitee.enter(invitation)).toMatchObject(dead);
      expect(await invitee.session(ticket)).toMatchObject(dead);
      await site.putRoom(invitation.roomId);
      expect(await invitee.enter(invitation)).toMatchObject(dead);
      const again = await site.invite(invitation.roomId, { email: invitation.email });
      expect((await invitee.enter(again)).body.state).toBe('admitted');
      expect(await invitee.enter(invitation)).toMatchObject(dead);
    });

    test('a forged or garbled token is answered link_invalid', async () => {
      const token = tokenOf((await site.invite(await site.room())).link);
      const [header, payload = '', signature] = token.split('.');
      const unsigned = Buffer.from(JSON.stringify({ alg: 'none', kid: '1' })).toString('base64url');
      const forged = Buffer.from(payload, 'base64url').reverse().toString('base64url');
      const invitee = await Invitee.at(site);
      for (const wrong of [
        'x',
        '..',
        `${token}A`,
        `${header}.${forged}.${signature}`,
        `${unsigned}.${payload}.`,
      ]) {
        const { status, body } = await invitee.redeem({ link: `https://x.test/i#${wrong}` });
        expect({ status, body }, wrong).toMatchObject({ status: 404, body: { code: 'link_invalid' } });
        expect(body).not.toHaveProperty('site');
      }
    });
  });
});
