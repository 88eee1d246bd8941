import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { call } from '../support/api.ts';
import { inMinutes, passMinutes, Scene } from '../support/scene.ts';
import { origin } from '../support/stack.ts';
import { generate, outcome, owner } from './frozen-stage.ts';

const DAY = 24 * 60;

describe('Generate: the answer', () => {
  test('201 with the requested invitation and its link', async () => {
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

  test('200 if the person had an invitation here: a new link, the old one replaced, devices forgotten, pending, with the given data', async () => {
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
});

test('Generate: a mail to an address that SES cannot send to is refused, at generate and resend; the link works anyway', async () => {
  const scene = await Scene.set(owner);
  const email = `müller-${randomUUID()}@example.edu`;
  const refused = { status: 422, body: { code: 'email_not_available', reason: 'address_not_mailable' } };
  expect(await generate(scene, { email, sendEmail: true })).toMatchObject(refused);
  const invited = await scene.inviteAgain({ email });
  expect(await scene.manage('resendInvitation')).toMatchObject(refused);
  expect(outcome(await scene.enter({ email: email.toUpperCase() }))).toBe('admitted');
  expect(await scene.requestLink()).toMatchObject({ status: 202 });
  expect((await scene.manage('getInvitation')).body).toMatchObject({
    id: invited.id,
    delivery: { state: 'not_requested' },
  });
});
