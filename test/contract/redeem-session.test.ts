import { decodeJwt } from 'jose';
import { describe, expect, test } from 'vitest';
import { call, session } from '../support/api.ts';
import { Device } from '../support/device.ts';
import { passMinutes, Scene } from '../support/scene.ts';
import { origin } from '../support/stack.ts';
import { owner } from './frozen-stage.ts';
import { ticketOf } from './tickets.ts';

/** docs/contract.md#redeem: the session, which a ticket gives. */

describe('Redeem: the session', () => {
  test('it is the current admission with a new ticket, valid for 5 more minutes', async () => {
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
});
