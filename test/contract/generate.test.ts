import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { call } from '../support/api.ts';

import { inMinutes, passMinutes, Scene } from '../support/scene.ts';
import { changeSettings } from '../support/site.ts';
import { origin } from '../support/stack.ts';
import { generate, outcome, owner } from './frozen-stage.ts';

const DAY = 24 * 60;

describe('Generate: the answer', () => {
  test('201 with the invitation as it was asked for, and its link', async () => {
    const scene = await Scene.set(owner);
    const email = `Ada-${randomUUID()}@Example.edu`;
    const { status, body } = await generate(scene, { email: ` ${email} `, firstName: ' Ada ' });
    expect(status).toBe(201);
    const now = inMinutes(0);
    expect(body).toEqual({
      invitation: {
        id: expect.stringMatching(/^[A-Za-z0-9]{20,40}$/),
        roomId: scene.roomId,
        email,
        firstName: 'Ada',
        lastName: 'Byron',
        role: 'speaker',
        permissions: ['backchannel', 'interactions', 'q_and_a'],
        status: 'pending',
        locale: 'en',
        expiresAt: inMinutes(DAY),
        devices: { used: 0, max: 1 },
        delivery: { state: 'not_requested', at: now },
        createdBy: { id: 'owner', name: 'Given Family' },
        createdAt: now,
        updatedAt: now,
      },
      link: expect.stringContaining(`${origin}/i#`),
    });
  });

  test('200 when the person had one here: a new link, the old one dead, devices forgotten, pending, as now given', async () => {
    const scene = await Scene.set(owner, {}, { sendEmail: true });
    const { id, link, email } = scene.invited;
    await scene.enter();
    passMinutes(10);
    const { status, body } = await generate(scene, {
      email: email.toUpperCase(),
      firstName: 'Augusta',
      role: 'viewer',
    });
    expect(status).toBe(200);
    expect(body.invitation).toMatchObject({
      id,
      firstName: 'Augusta',
      role: 'viewer',
      status: 'pending',
      devices: { used: 0 },
      createdAt: inMinutes(-10),
      updatedAt: inMinutes(0),
      expiresAt: inMinutes(DAY),
      delivery: { state: 'not_requested', at: inMinutes(0) },
    });
    expect(body.link).not.toBe(link);
    expect(outcome(await scene.enter())).toBe('link_replaced');
    expect(outcome(await scene.visit({ link: body.link, enter: true }))).toBe('lobby');
  });

  test('200 also for one that is revoked or expired, which lives again by the new link only', async () => {
    for (const end of [(scene: Scene) => scene.manage('revokeInvitation'), async () => passMinutes(DAY)]) {
      const scene = await Scene.set(owner);
      const old = scene.invited.link;
      await end(scene);
      const { status, body } = await generate(scene, { email: scene.invited.email });
      expect([status, body.invitation.status]).toEqual([200, 'pending']);
      expect(outcome(await scene.enter({ link: old }))).toBe('link_replaced');
      expect(outcome(await scene.enter({ link: body.link }))).toBe('admitted');
    }
  });

  test('a person has at most one invitation in a room, and one in each room', async () => {
    const [scene, other] = [await Scene.set(owner), await Scene.set(owner)];
    const email = `ada-${randomUUID()}@b\u00fccher.example`;
    const ids = [];
    for (const typed of [email, email.toUpperCase(), email.replace('bücher', 'xn--bcher-kva')])
      ids.push((await generate(scene, { email: typed })).body.invitation.id);
    expect(new Set(ids)).toHaveLength(1);
    expect((await generate(other, { email })).body.invitation.id).not.toBe(ids[0]);
    const listed = await call('listInvitations', { parameters: { roomId: scene.roomId }, token: owner });
    expect(listed.body.items).toHaveLength(2);
  });

  test('status is the first that is true of revoked, expired, admitted, pending', async () => {
    const scene = await Scene.set(owner);
    const status = async () => (await scene.manage('getInvitation')).body.status;
    const seen = [await status()];
    await scene.enter();
    seen.push(await status());
    passMinutes(DAY);
    seen.push(await status());
    await scene.manage('revokeInvitation');
    seen.push(await status());
    expect(seen).toEqual(['pending', 'admitted', 'expired', 'revoked']);
  });

  test('delivery is queued where mail is asked for and available, else 422', async () => {
    const scene = await Scene.set(owner);
    expect((await generate(scene, { sendEmail: true })).body.invitation.delivery.state).toBe('queued');
    for (const template of ['', null]) {
      await changeSettings(owner, settings => {
        settings.inviteToMedia.inviteEmailTemplate = template;
      });
      expect((await generate(scene, { sendEmail: true })).body).toMatchObject({
        status: 422,
        code: 'email_not_available',
      });
      expect((await generate(scene)).status).toBe(201);
    }
    await changeSettings(owner, settings => {
      settings.inviteToMedia.inviteEmailTemplate = 'invitation';
    });
  });

  test('the locale is the site’s default where none is given', async () => {
    const scene = await Scene.set(owner);
    expect((await generate(scene, { locale: 'pt-br' })).body.invitation.locale).toBe('pt-BR');
    expect((await generate(scene)).body.invitation.locale).toBe('en');
  });
});
