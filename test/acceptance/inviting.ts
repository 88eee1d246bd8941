import { describe, expect, test } from 'vitest';
import { Invitee } from './support/invitee.ts';
import { linkIn, untilMailed } from './support/mails.ts';
import { atBothSites, fresh, somebody, word } from './support/site.ts';
import { mailStoreUrl } from './support/target.ts';

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

describe('inviting', () => {
  atBothSites(site => {
    const generate = (roomId: string, body: object, headers = {}) =>
      site.manage('generateInvitation', { roomId }, { body, headers });
    const batch = (roomId: string, invitations: unknown[], headers = {}) =>
      site.manage('generateInvitations', { roomId }, { body: { invitations }, headers });

    test('a new invitation is answered 201, is pending, and has a link with its token in the fragment', async () => {
      const roomId = await site.room();
      const person = somebody();
      const { status, body } = await generate(roomId, { ...person, role: 'moderator' });
      expect(status).toBe(201);
      expect(body.invitation).toMatchObject({
        ...person,
        roomId,
        role: 'moderator',
        permissions: ['backchannel', 'initiate_interactions', 'q_and_a'],
        status: 'pending',
        locale: 'en',
        devices: { used: 0, max: 1 },
        delivery: { state: 'not_requested' },
        createdBy: { id: site.ownerId },
      });
      expect(new URL(body.link)).toMatchObject({ pathname: '/i', search: '' });
      expect(new URL(body.link).hash).toMatch(/^#[\w.-]{40,200}$/);
    });

    test('generating again for the same person, in any spelling of the address, answers 200 and ends the old link', async () => {
      const roomId = await site.room();
      const person = somebody();
      const first = await generate(roomId, { ...person, role: 'viewer' });
      const email = ` ${person.email.toUpperCase()} `;
      const firstName = word();
      const again = await generate(roomId, { ...person, email, role: 'speaker', firstName });
      expect(again.status).toBe(200);
      expect(again.body.invitation).toMatchObject({
        id: first.body.invitation.id,
        role: 'speaker',
        firstName,
      });
      const invitee = await Invitee.at(site);
      expect((await invitee.redeem({ link: first.body.link })).body.code).toBe('link_replaced');
      expect((await invitee.redeem({ link: again.body.link })).body.state).toBe('lobby');
    });

    test('a given expiry is kept', async () => {
      const expiresAt = inDays(399);
      const { body } = await generate(await site.room(), { ...somebody(), role: 'viewer', expiresAt });
      expect(body.invitation.expiresAt).toBe(expiresAt);
    });

    test('inviting into a session that starts more than 400 days ahead is refused, alone and in a batch', async () => {
      const roomId = await site.room({ startsAt: inDays(401) });
      const body = { ...somebody(), role: 'viewer' };
      const refusal = { status: 409, code: 'session_too_far_ahead' };
      expect((await generate(roomId, body)).body).toMatchObject(refusal);
      expect((await batch(roomId, [body])).body.results).toMatchObject([{ status: 409, problem: refusal }]);
      await site.putRoom(roomId, { startsAt: inDays(399) });
      expect((await generate(roomId, body)).status).toBe(201);
    });

    test.each([
      ['expiresAt', { expiresAt: '2100-01-01T00:00:00Z' }],
      ['expiresAt', { expiresAt: inDays(-1) }],
      ['expiresAt', { expiresAt: inDays(401) }],
      ['role', { role: 'owner' }],
      ['email', { email: 'no.address' }],
      ['firstName', { firstName: 'x,edit:*' }],
      ['lastName', { lastName: 'a/b' }],
      ['locale', { locale: 'not a locale' }],
      ['enter', { enter: true }],
    ])('an invalid member is refused, and the error names it: %s', async (path, wrong) => {
      const { status, body } = await generate(await site.room(), { ...somebody(), role: 'viewer', ...wrong });
      expect(status).toBe(400);
      expect(body.errors[0].path).toBe(path);
    });

    test('the same Idempotency-Key gives the same answer, and another body with it is refused', async () => {
      const roomId = await site.room();
      const headers = { 'idempotency-key': fresh('key') };
      const body = { ...somebody(), role: 'viewer' };
      const first = await generate(roomId, body, headers);
      const again = await generate(roomId, body, headers);
      expect(first.status).toBe(201);
      expect([again.status, again.body]).toEqual([201, first.body]);
      const reused = await generate(roomId, { ...body, role: 'speaker' }, headers);
      expect(reused).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
      const elsewhere = await generate(await site.room(), { ...body, role: 'speaker' }, headers);
      expect(elsewhere.status).toBe(201);
      const tooLong = await generate(roomId, body, { 'idempotency-key': 'k'.repeat(256) });
      expect(tooLong).toMatchObject({ status: 400, body: { errors: [{ path: 'Idempotency-Key' }] } });
    });

    test('a batch answers its rows in order, and a bad row does not affect the others', async () => {
      const roomId = await site.room();
      const rows = [
        { ...somebody(), role: 'viewer' },
        { ...somebody(), role: 'nobody' },
        'not even an object',
        { ...somebody(), role: 'speaker' },
      ];
      const { status, body } = await batch(roomId, rows);
      expect(status).toBe(200);
      expect(body.results.map((result: { status: number }) => result.status)).toEqual([201, 400, 400, 201]);
      expect(body.results[1].problem.errors[0].path).toBe('invitations[1].role');
      expect(body.results[3].invitation).toMatchObject(rows[3] as object);
      expect((await batch(roomId, [])).status).toBe(400);
      expect(
        (
          await batch(
            roomId,
            Array.from({ length: 201 }, () => ({})),
          )
        ).status,
      ).toBe(400);
    });

    test('a batch with an Idempotency-Key answers the same again, row by row', async () => {
      const roomId = await site.room();
      const headers = { 'idempotency-key': fresh('key') };
      const rows = [1, 2].map(() => ({ ...somebody(), role: 'viewer' }));
      const first = await batch(roomId, rows, headers);
      expect((await batch(roomId, rows, headers)).body).toEqual(first.body);
      const changed = await batch(roomId, [rows[0], { ...rows[1], role: 'speaker' }], headers);
      expect(changed.body.results).toMatchObject([
        { status: 201 },
        { problem: { code: 'idempotency_key_reused' } },
      ]);
    });

    test('200 people are invited in one batch', async () => {
      const rows = Array.from({ length: 200 }, () => ({ ...somebody(), role: 'viewer' }));
      const { body } = await batch(await site.room(), rows);
      expect(new Set(body.results.map((result: { status: number }) => result.status))).toEqual(
        new Set([201]),
      );
      expect(new Set(body.results.map((result: { link: string }) => result.link)).size).toBe(200);
    });

    test('inviting into a room without Chat & Collaboration is refused, alone and in a batch', async () => {
      const roomId = await site.room({ chatAndCollaboration: false });
      const refusal = { code: 'not_allowed_to_invite', reason: 'chat_and_collaboration_disabled' };
      const body = { ...somebody(), role: 'viewer' };
      expect(await generate(roomId, body)).toMatchObject({ status: 403, body: refusal });
      expect(await batch(roomId, [body])).toMatchObject({ status: 403, body: refusal });
    });

    test.skipIf(mailStoreUrl === undefined)(
      'an invitation with sendEmail arrives by mail with the link',
      async () => {
        const roomId = await site.room({ title: 'Tides & moons' });
        const invitation = await site.invite(roomId, { sendEmail: true });
        const [mail] = await untilMailed(invitation.email);
        expect(mail?.subject).toContain('Tides & moons');
        expect(mail && linkIn(mail)).toBe(invitation.link);
        expect(mail?.body.html).toContain(invitation.link);
        const state = async () => (await site.manage('getInvitation', invitation.path)).body.delivery.state;
        await expect.poll(state, { timeout: 10_000 }).toBe('sent');
      },
    );
  });
});
