import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { call, session } from '../support/api.ts';
import { Device } from '../support/device.ts';
import { longLogin, passMinutes, Scene } from '../support/scene.ts';
import { origin } from '../support/stack.ts';
import { owner } from './frozen-stage.ts';

const ticketOf = async (scene: Scene) => (await scene.enter()).body.ticket as string;
const launchTokenOf = (joinUrl: string) => new URL(joinUrl).searchParams.get('t') ?? '';

describe('Redeem: the ticket', () => {
  test('it is a JWT of 5 minutes by the published keys, and says who was admitted and with which device', async () => {
    const scene = await Scene.set(owner);
    const ticket = await ticketOf(scene);
    const { body: keySet } = await call('getTicketKeys');
    expect(JSON.stringify(keySet)).not.toContain('"d"');
    const { payload, protectedHeader } = await jwtVerify(ticket, createLocalJWKSet(keySet), {
      issuer: origin,
      audience: 'demo',
      typ: 'at+jwt',
    });
    expect(protectedHeader).toEqual({ alg: 'ES256', kid: expect.any(String), typ: 'at+jwt' });
    expect(payload).toMatchObject({
      sub: scene.invited.id,
      room: scene.roomId,
      role: 'speaker',
      permissions: ['backchannel', 'interactions', 'q_and_a'],
      email: scene.invited.email,
      email_verified: false,
      name: 'Ada Byron',
      cnf: { jkt: scene.device.thumbprint },
      iat: Math.floor(Date.now() / 1000),
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300);
  });

  test('email_verified is true only after a site login with the invited e-mail', async () => {
    const scene = await Scene.set(owner);
    const { email } = scene.invited;
    const verified = async (token: string, typed?: string) => {
      const { body } = await scene.visit({ token, enter: true, ...(typed && { email: typed }) });
      return decodeJwt(body.ticket).email_verified;
    };
    expect(await verified(await longLogin('eve', { email: 'eve@example.edu' }), email)).toBe(false);
    expect(await verified(await longLogin('ada', { email }))).toBe(true);
  });
});

describe('Redeem: the session', () => {
  test('it is the admission as it stands now, with a new ticket that lasts 5 more minutes', async () => {
    const scene = await Scene.set(owner);
    let ticket = await ticketOf(scene);
    await scene.manage('promoteInvitation', { role: 'moderator' });
    await scene.manage('changeInvitation', { firstName: 'Augusta' });
    for (let count = 0; count < 3; count += 1) {
      passMinutes(4);
      const { status, body } = await session(scene.device, ticket);
      expect([status, body.state, body.role, body.invitation.firstName]).toEqual([
        200,
        'admitted',
        'moderator',
        'Augusta',
      ]);
      ticket = body.ticket;
      expect(decodeJwt(ticket)).toMatchObject({ role: 'moderator', name: 'Augusta Byron' });
    }
  });

  test('a ticket of 5 minutes has expired', async () => {
    const scene = await Scene.set(owner);
    const ticket = await ticketOf(scene);
    passMinutes(4.9);
    expect((await session(scene.device, ticket)).status).toBe(200);
    passMinutes(0.1);
    expect((await session(scene.device, ticket)).body).toMatchObject({ status: 401, code: 'ticket_expired' });
  });

  test('what ended the admission is told: revoked, replaced, expired, room deleted; or that the session is over', async () => {
    const endedBy = async (end: (scene: Scene) => Promise<unknown>) => {
      const scene = await Scene.set(owner, { endsIn: 60 });
      const ticket = await ticketOf(scene);
      await end(scene);
      const { body } = await session(scene.device, ticket);
      return body.code ?? body.state;
    };
    const expiresAt = new Date(Date.now() + 120_000).toISOString();
    const told = [
      await endedBy(scene => scene.manage('revokeInvitation')),
      await endedBy(scene => scene.inviteAgain()),
      await endedBy(scene => scene.deleteRoom()),
      await endedBy(scene => scene.move({ endsIn: -1 })),
      await endedBy(async scene => {
        await scene.manage('changeInvitation', { expiresAt });
        passMinutes(3);
      }),
    ];
    expect(told).toEqual(['invitation_revoked', 'link_replaced', 'room_deleted', 'ended', 'link_expired']);
  });

  test('it needs the ticket’s device, the ticket’s hash in the proof, and the DPoP scheme', async () => {
    const scene = await Scene.set(owner);
    const ticket = await ticketOf(scene);
    const thief = await Device.create();
    expect((await session(thief, ticket)).body.code).toBe('invalid_device_proof');
    const url = `${origin}/v1/session`;
    const ask = async (dpop: string, authorization: string) =>
      (await call('getSession', { headers: { dpop, authorization } })).body.code;
    const withoutHash = await scene.device.proof(url);
    const ofOther = await scene.device.proof(url, { ticket: 'another' });
    const good = await scene.device.proof(url, { ticket });
    expect(await ask(withoutHash, `DPoP ${ticket}`)).toBe('invalid_device_proof');
    expect(await ask(ofOther, `DPoP ${ticket}`)).toBe('invalid_device_proof');
    expect(await ask(good, `Bearer ${ticket}`)).toBe('unauthenticated');
    expect(await ask(good, `DPoP ${ticket}`)).toBeUndefined();
  });

  test('launch tokens, logins and changed tickets are no tickets', async () => {
    const scene = await Scene.set(owner);
    const { ticket, joinUrl } = (await scene.enter()).body;
    const [header, payload] = ticket.split('.');
    const [, , other] = (await ticketOf(await Scene.set(owner))).split('.');
    for (const wrong of [
      launchTokenOf(joinUrl),
      owner,
      `${header}.${payload}.${other}`,
      'x',
      scene.invited.link,
    ])
      expect((await session(scene.device, wrong)).body.code).toBe('unauthenticated');
  });
});

describe('Redeem: joinUrl', () => {
  test('it is the room’s own where it has one', async () => {
    const scene = await Scene.set(owner);
    const joinUrl = 'https://media.example.edu/room/1?x=y';
    await scene.move({}, { joinUrl });
    expect((await scene.enter()).body.joinUrl).toBe(joinUrl);
  });

  test('else the launcher’s: a token of one minute, its own audience, no e-mail, and a guest by invitation id', async () => {
    const scene = await Scene.set(owner);
    const url = new URL((await scene.enter()).body.joinUrl);
    expect(url.searchParams.get('room')).toBe(scene.roomId);
    const claims = decodeJwt(url.searchParams.get('t') ?? '');
    expect(claims).toMatchObject({
      sub: `guest-${scene.invited.id}`,
      room: scene.roomId,
      role: 'speaker',
      name: 'Ada Byron',
      jti: expect.any(String),
    });
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(60);
    expect(claims.aud).not.toBe('demo');
    expect(JSON.stringify(claims)).not.toContain('@');
    expect(decodeProtectedHeader(url.searchParams.get('t') ?? '')).toMatchObject({ alg: 'ES256' });
  });

  test('only a site login is passed on as that user, in the session too', async () => {
    const scene = await Scene.set(owner);
    const token = await longLogin('ada', { email: scene.invited.email });
    const { joinUrl, ticket } = (await scene.visit({ token, enter: true })).body;
    expect(decodeJwt(launchTokenOf(joinUrl)).sub).toBe('ada');
    const later = (await session(scene.device, ticket)).body;
    expect(decodeJwt(launchTokenOf(later.joinUrl)).sub).toBe('ada');
  });
});
