import { setTimeout as pause } from 'node:timers/promises';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { describe, expect, test } from 'vitest';
import { Invitee, tokenOf } from './support/invitee.ts';
import { atBothSites, somebody } from './support/site.ts';
import { publicOrigin } from './support/target.ts';

const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
const WRONG = 'nobody@invited.test';

describe('redeeming', () => {
  atBothSites(site => {
    test('before entry opens every invitee waits, and no answer tells a stranger whose link it is', async () => {
      const startsAt = inMinutes(60);
      const opensAt = new Date(Date.parse(startsAt) - 15 * 60_000).toISOString();
      const invitation = await site.invite(await site.room({ startsAt, endsAt: inMinutes(70) }), {
        locale: 'fr',
      });
      const invitee = await Invitee.at(site);
      const { body } = await invitee.open(invitation);
      expect(body).toMatchObject({
        state: 'waiting',
        known: false,
        locale: 'fr',
        room: { startsAt },
        opensAt,
      });
      expect(body).not.toHaveProperty('invitation');
      expect(JSON.stringify(body)).not.toContain(invitation.firstName);
      const { firstName, lastName } = invitation;
      const known = await invitee.enter(invitation);
      expect(known.body).toMatchObject({
        state: 'waiting',
        known: true,
        opensAt,
        invitation: { firstName, lastName },
      });
      expect(known.body).not.toHaveProperty('ticket');
    });

    test('an unknown person is asked for the e-mail in the lobby, may then enter, and is admitted only on entering', async () => {
      const invitation = await site.invite(await site.room());
      const { link, email, role } = invitation;
      const invitee = await Invitee.at(site);
      expect((await invitee.redeem({ link })).body).toMatchObject({ state: 'lobby', known: false });
      expect((await invitee.redeem({ link, enter: true })).body).toMatchObject({ state: 'lobby' });
      expect((await invitee.redeem({ link, email })).body).toMatchObject({ state: 'open', known: true });
      const { body } = await site.manage('getInvitation', invitation.path);
      expect(body).toMatchObject({ status: 'pending', devices: { used: 0 } });
      const admitted = await invitee.redeem({ link, email: ` ${email.toUpperCase()} `, enter: true });
      expect(admitted.body).toMatchObject({
        state: 'admitted',
        role,
        joinUrl: expect.stringMatching(/^https?:/),
      });
      expect((await invitee.redeem({ link })).body).toMatchObject({ state: 'open', known: true });
      expect((await invitee.redeem({ link, enter: true })).body.state).toBe('admitted');
    });

    test('the ticket names the invitee and the device, and is valid for five minutes', async () => {
      const invitation = await site.invite(await site.room());
      const invitee = await Invitee.at(site);
      const { ticket, ticketExpiresAt } = (await invitee.enter(invitation)).body;
      expect(decodeProtectedHeader(ticket)).toMatchObject({
        alg: 'ES256',
        typ: 'at+jwt',
        kid: expect.any(String),
      });
      const { iat = 0, exp = 0, ...claims } = decodeJwt(ticket);
      const { id, roomId, email, firstName, lastName } = invitation;
      expect(claims).toMatchObject({
        iss: publicOrigin,
        aud: site.id,
        sub: id,
        room: roomId,
        role: 'speaker',
        permissions: ['backchannel', 'interactions', 'q_and_a'],
        email,
        email_verified: false,
        name: `${firstName} ${lastName}`,
        cnf: { jkt: invitee.device.thumbprint },
      });
      expect(exp - iat).toBe(300);
      expect(Date.parse(ticketExpiresAt)).toBe(exp * 1000);
    });

    test('a site login with the invited address makes the invitee known and verified; another address does not', async () => {
      const invitation = await site.invite(await site.room());
      const { link, email } = invitation;
      const invitee = await Invitee.at(site);
      const stranger = await site.login({ sub: 'somebody-else' });
      expect((await invitee.redeem({ link, login: stranger })).body.state).toBe('lobby');
      const expired = await site.login({ sub: 'invited', email, expiresIn: -3600 });
      expect((await invitee.redeem({ link, login: expired })).body.state).toBe('lobby');
      const login = await site.login({ sub: 'invited', email });
      const { body } = await invitee.redeem({ link, login, enter: true });
      expect(body.state).toBe('admitted');
      expect(decodeJwt(body.ticket)).toMatchObject({ email_verified: true });
    });

    test('a room’s own joinUrl replaces the launcher’s', async () => {
      const joinUrl = 'https://rooms.example.edu/7?x=1';
      const invitation = await site.invite(await site.room({ joinUrl }));
      expect((await (await Invitee.at(site)).enter(invitation)).body.joinUrl).toBe(joinUrl);
    });

    test('a second device without a place is refused, with or without enter', async () => {
      const invitation = await site.invite(await site.room());
      await (await Invitee.at(site)).enter(invitation);
      const { link, email } = invitation;
      const second = await Invitee.at(site);
      const refusal = { status: 409, body: { code: 'link_used_on_another_device', locale: 'en' } };
      expect(await second.redeem({ link, email })).toMatchObject(refusal);
      expect(await second.redeem({ link, email, enter: true })).toMatchObject(refusal);
      expect((await second.redeem({ link })).body.state).toBe('lobby');
    });

    test('five wrong addresses lock typing, also of the right one, but not site logins', async () => {
      const { link, email, path } = await site.invite(await site.room());
      const invitee = await Invitee.at(site);
      for (const attemptsLeft of [4, 3, 2, 1, 0]) {
        const { status, body } = await invitee.redeem({ link, email: WRONG });
        expect({ status, body }).toMatchObject({
          status: 403,
          body: { code: 'email_mismatch', attemptsLeft },
        });
      }
      const locked = await invitee.enter({ link, email });
      expect(locked).toMatchObject({
        status: 429,
        body: { code: 'too_many_attempts', emailAvailable: true, site: {}, locale: 'en' },
      });
      expect(Number(locked.headers.get('retry-after'))).toBeLessThanOrEqual(900);
      const login = await site.login({ sub: 'invited', email });
      expect((await invitee.redeem({ link, login, enter: true })).body.state).toBe('admitted');
      const history = async () => (await site.manage('getInvitationHistory', path)).body.items;
      await expect
        .poll(history, { timeout: 10_000 })
        .toContainEqual(expect.objectContaining({ type: 'locked', until: expect.any(String) }));
    });

    test('the proof of a first entry is refused in a second request', async () => {
      const { link, email } = await site.invite(await site.room());
      const invitee = await Invitee.at(site);
      const dpop = await invitee.proof('/v1/redeem');
      const body = { token: tokenOf(link), email, enter: true };
      const enter = () => site.call('redeemInvitation', { body, headers: { dpop } });
      expect((await enter()).body.state).toBe('admitted');
      await pause(5);
      expect(await enter()).toMatchObject({ status: 401, body: { code: 'invalid_device_proof' } });
    });

    test('after the session every caller gets ended', async () => {
      const room = { startsAt: inMinutes(-60), endsAt: inMinutes(-1) };
      const { link, email } = await site.invite(await site.room(room), { expiresAt: inMinutes(5) });
      const invitee = await Invitee.at(site);
      expect((await invitee.redeem({ link, email: WRONG, enter: true })).body).toMatchObject({
        state: 'ended',
      });
      expect((await invitee.enter({ link, email })).body).toMatchObject({ state: 'ended' });
    });

    test('a request without a valid proof of this device is refused, and the answer reveals nothing', async () => {
      const body = { token: tokenOf((await site.invite(await site.room())).link) };
      const { device, proof } = await Invitee.at(site);
      const url = `${publicOrigin}/v1/redeem`;
      const good = await proof('/v1/redeem');
      const wrong: Record<string, string>[] = [
        {},
        { dpop: 'x' },
        { dpop: good.slice(0, -6) },
        { dpop: await proof('/v1/session') },
        { dpop: await device.proof('https://elsewhere.test/v1/redeem') },
        { dpop: await device.proof(url, { now: new Date(Date.now() - 120_000) }) },
        { dpop: await device.proof(url, { now: new Date(Date.now() + 120_000) }) },
      ];
      for (const headers of wrong) {
        const answer = await site.call('redeemInvitation', { body, headers });
        expect(answer).toMatchObject({ status: 401, body: { code: 'invalid_device_proof' } });
        expect(Math.abs(Date.parse(answer.body.now) - Date.now())).toBeLessThan(10_000);
      }
      expect((await site.call('redeemInvitation', { body, headers: { dpop: good } })).status).toBe(200);
    });

    test('speakers and moderators enter before the start, and a promotion allows early entry at once', async () => {
      const startsAt = inMinutes(10);
      const roomId = await site.room({ startsAt });
      for (const role of ['speaker', 'moderator']) {
        const { body } = await (await Invitee.at(site)).enter(await site.invite(roomId, { role }));
        expect(body).toMatchObject({ state: 'admitted', role, room: { startsAt } });
      }
      const viewer = await site.invite(roomId, { role: 'viewer' });
      const invitee = await Invitee.at(site);
      expect((await invitee.enter(viewer)).body).toMatchObject({ state: 'waiting', opensAt: startsAt });
      await site.manage('promoteInvitation', viewer.path, { body: { role: 'speaker' } });
      const { ticket, state } = (await invitee.enter(viewer)).body;
      expect(state).toBe('admitted');
      await site.manage('promoteInvitation', viewer.path, { body: { role: 'viewer' } });
      expect((await invitee.session(ticket)).body).toMatchObject({ state: 'waiting', opensAt: startsAt });
    });

    test('an invitee who typed the address while waiting enters when the session begins', async () => {
      const startsAt = new Date(Date.now() + 3000).toISOString();
      const { link, email } = await site.invite(await site.room({ startsAt }), { role: 'viewer' });
      const invitee = await Invitee.at(site);
      expect((await invitee.enter({ link, email })).body.state).toBe('waiting');
      await pause(Date.parse(startsAt) - Date.now() + 100);
      expect((await invitee.enter({ link, email })).body.state).toBe('admitted');
      expect((await invitee.redeem({ link, email: somebody().email })).body.known).toBe(true);
    });
  });
});
