import { describe, expect, test } from 'vitest';
import { Invitee } from './support/invitee.ts';
import { linkIn, untilMailed } from './support/mails.ts';
import { atBothSites, somebody } from './support/site.ts';
import { mailStoreUrl, sesEventsUrl } from './support/target.ts';

const notActive = { status: 409, body: { code: 'not_active' } };

describe('managing', () => {
  atBothSites(site => {
    const list = async (roomId: string, query: Record<string, string>) => {
      const { status, body } = await site.manage('listInvitations', { roomId }, { query });
      expect(status).toBe(200);
      return body;
    };
    const emails = (page: { items: { email: string }[] }) => page.items.map(({ email }) => email);

    test('the pages of the list contain each invitation once', async () => {
      const roomId = await site.room();
      const invited = [];
      for (let count = 0; count < 5; count += 1) invited.push((await site.invite(roomId)).email);
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await list(roomId, { limit: '2', ...(cursor && { cursor }) });
        expect(page.items.length).toBeLessThanOrEqual(2);
        seen.push(...emails(page));
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      expect(seen.sort()).toEqual(invited.sort());
      const wrong = await site.manage('listInvitations', { roomId }, { query: { cursor: 'x' } });
      expect(wrong.status).toBe(400);
      const tooMany = await site.manage('listInvitations', { roomId }, { query: { limit: '101' } });
      expect(tooMany).toMatchObject({ status: 400, body: { errors: [{ path: 'limit' }] } });
    });

    test('the list is filtered by status, role and exact e-mail', async () => {
      const roomId = await site.room();
      const viewer = await site.invite(roomId, { role: 'viewer' });
      const speaker = await site.invite(roomId, { role: 'speaker' });
      await site.manage('revokeInvitation', viewer.path);
      await (await Invitee.at(site)).enter(speaker);
      expect(emails(await list(roomId, { status: 'revoked' }))).toEqual([viewer.email]);
      expect(emails(await list(roomId, { status: 'admitted' }))).toEqual([speaker.email]);
      expect(emails(await list(roomId, { role: 'viewer' }))).toEqual([viewer.email]);
      expect(emails(await list(roomId, { email: ` ${speaker.email.toUpperCase()}` }))).toEqual([
        speaker.email,
      ]);
      expect(emails(await list(roomId, { email: speaker.email, role: 'viewer' }))).toEqual([]);
      expect(emails(await list(roomId, { email: somebody().email }))).toEqual([]);
    });

    test('names, locale and expiry are changed without touching the link', async () => {
      const invitation = await site.invite(await site.room());
      const expiresAt = new Date(Date.now() + 60_000).toISOString();
      const { firstName, lastName } = somebody();
      const change = { firstName, lastName, locale: 'pt-BR', expiresAt };
      const changed = await site.manage('changeInvitation', invitation.path, { body: change });
      expect(changed).toMatchObject({ status: 200, body: { ...change, role: 'speaker' } });
      const link = await site.manage('getInvitationLink', invitation.path);
      expect(link.body).toEqual({ link: invitation.link });
      expect((await site.manage('getInvitation', invitation.path)).body).toEqual(changed.body);
      for (const body of [
        {},
        { role: 'viewer' },
        { email: 'x@y.test' },
        { expiresAt: '2020-01-01T00:00:00Z' },
      ]) {
        expect((await site.manage('changeInvitation', invitation.path, { body })).status).toBe(400);
      }
    });

    test('a promotion changes the role of the same link at once, up and down', async () => {
      const invitation = await site.invite(await site.room(), { role: 'viewer' });
      const invitee = await Invitee.at(site);
      const { ticket } = (await invitee.enter(invitation)).body;
      for (const role of ['moderator', 'moderator', 'speaker']) {
        const promoted = await site.manage('promoteInvitation', invitation.path, { body: { role } });
        expect(promoted).toMatchObject({ status: 200, body: { role, status: 'admitted' } });
        expect((await invitee.session(ticket)).body).toMatchObject({ state: 'admitted', role });
      }
    });

    test('a revoke ends link and admission, a second revoke gets the same answer, and generating again ends the revocation', async () => {
      const invitation = await site.invite(await site.room());
      const invitee = await Invitee.at(site);
      const { ticket } = (await invitee.enter(invitation)).body;
      const revoked = await site.manage('revokeInvitation', invitation.path);
      expect(revoked).toMatchObject({ status: 200, body: { status: 'revoked' } });
      expect((await site.manage('revokeInvitation', invitation.path)).body).toEqual(revoked.body);
      expect((await invitee.session(ticket)).body.code).toBe('invitation_revoked');
      expect((await invitee.open(invitation)).body.code).toBe('invitation_revoked');
      expect(await site.manage('getInvitationLink', invitation.path)).toMatchObject(notActive);
      expect(await site.manage('resendInvitation', invitation.path)).toMatchObject(notActive);
      const promotion = { body: { role: 'viewer' } };
      expect(await site.manage('promoteInvitation', invitation.path, promotion)).toMatchObject(notActive);
      const longer = { body: { expiresAt: new Date(Date.now() + 86_400_000).toISOString() } };
      expect(await site.manage('changeInvitation', invitation.path, longer)).toMatchObject(notActive);
      const { roomId, email } = invitation;
      const again = await site.invite(roomId, { email });
      expect((await invitee.enter(again)).body.state).toBe('admitted');
    });

    test('an administrator reads and revokes in rooms of others, but changes nothing else', async () => {
      const { path, roomId } = await site.invite(await site.room());
      const as = { login: await site.administrator() };
      expect((await site.manage('listInvitations', { roomId }, as)).status).toBe(200);
      expect((await site.manage('getInvitation', path, as)).status).toBe(200);
      expect((await site.manage('getInvitationHistory', path, as)).status).toBe(200);
      expect((await site.manage('promoteInvitation', path, { ...as, body: { role: 'viewer' } })).status).toBe(
        403,
      );
      expect((await site.manage('changeInvitation', path, { ...as, body: { locale: 'fr' } })).status).toBe(
        403,
      );
      expect((await site.manage('getInvitationLink', path, as)).status).toBe(403);
      expect((await site.manage('revokeInvitation', path, as)).body.status).toBe('revoked');
    });

    test('an invitation from before the room’s deletion is no longer found', async () => {
      const { path, roomId } = await site.invite(await site.room());
      await site.deleteRoom(roomId);
      await site.putRoom(roomId);
      expect((await site.manage('getInvitation', path)).body.code).toBe('invitation_not_found');
      expect(await list(roomId, {})).toEqual({ items: [] });
    });

    test('the history tells what happened and by whom, newest first, in pages', async () => {
      const invitation = await site.invite(await site.room(), { role: 'viewer' });
      await (await Invitee.at(site)).enter(invitation);
      await site.manage('promoteInvitation', invitation.path, { body: { role: 'speaker' } });
      await site.manage('changeInvitation', invitation.path, { body: { locale: 'fr' } });
      await site.manage('revokeInvitation', invitation.path);
      const history = async (query = {}) =>
        (await site.manage('getInvitationHistory', invitation.path, { query })).body;
      const types = async () => (await history()).items.map((item: { type: string }) => item.type);
      const expected = ['revoked', 'changed', 'promoted', 'entered', 'generated'];
      await expect.poll(types, { timeout: 10_000 }).toEqual(expected);
      const { items } = await history();
      const owner = { id: site.ownerId };
      expect(items).toMatchObject([
        { by: owner },
        { by: owner },
        { by: owner, from: 'viewer' },
        {},
        { by: owner },
      ]);
      const first = await history({ limit: '3' });
      const rest = await history({ limit: '3', cursor: first.nextCursor });
      expect([...first.items, ...rest.items]).toEqual(items);
      const wrong = await site.manage('getInvitationHistory', invitation.path, { query: { cursor: 'x' } });
      expect(wrong.status).toBe(400);
    });

    test.skipIf(mailStoreUrl === undefined)('resend mails the same link again', async () => {
      const invitation = await site.invite(await site.room());
      const resent = await site.manage('resendInvitation', invitation.path);
      expect(resent).toMatchObject({ status: 202, body: { delivery: { state: 'queued' } } });
      const [mail] = await untilMailed(invitation.email);
      expect(mail && linkIn(mail)).toBe(invitation.link);
    });

    test.skipIf(sesEventsUrl === undefined)('a manager sees the delivery state of the mail', async () => {
      const invitation = await site.invite(await site.room(), { sendEmail: true });
      const [mail] = await untilMailed(invitation.email);
      const bounce = { bounceType: 'Permanent', bounceSubType: 'General' };
      const event = { eventType: 'Bounce', mail: { messageId: mail?.messageId, tags: {} }, bounce };
      const post = {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(event),
      };
      expect((await fetch(sesEventsUrl ?? '', post)).status).toBe(202);
      const delivery = async () => (await site.manage('getInvitation', invitation.path)).body.delivery;
      const bounced = { state: 'bounced', reason: 'Permanent General' };
      await expect.poll(delivery, { timeout: 10_000 }).toMatchObject(bounced);
    });
  });
});
