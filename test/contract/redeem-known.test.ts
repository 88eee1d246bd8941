import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Device } from '../support/device.ts';
import { longLogin, passMinutes, Scene } from '../support/scene.ts';
import { outcome, owner } from './frozen-stage.ts';

const used = async (scene: Scene) => (await scene.manage('getInvitation')).body.devices.used;

describe('Redeem: who is known', () => {
  test.each([
    ['the address in other case and white space', (email: string) => `  ${email.toUpperCase()}\n`, 'open'],
    ['no address at all', () => 'ada', 'email_mismatch'],
    ['an empty text', () => '', 'email_mismatch'],
    ['another person’s address', () => 'other@example.edu', 'email_mismatch'],
    ['the address with a tag', (email: string) => email.replace('@', '+x@'), 'email_mismatch'],
  ])('typed: %s', async (_, typed, expected) => {
    const scene = await Scene.set(owner);
    expect(outcome(await scene.visit({ email: typed(scene.invited.email) }))).toBe(expected);
  });

  test('by the site login with the invited e-mail, however it is written', async () => {
    const scene = await Scene.set(owner, {}, { email: `Ada-${randomUUID()}@Example.edu` });
    const { email } = scene.invited;
    for (const written of [email, email.toLowerCase(), email.toUpperCase()])
      expect((await scene.visit({ token: await longLogin('ada', { email: written }) })).body.known).toBe(
        true,
      );
  });

  test('not by a login with another e-mail, of another site, expired or garbled: it is ignored', async () => {
    const scene = await Scene.set(owner);
    const { email } = scene.invited;
    const tokens = [
      await longLogin('ada', { email: 'other@example.edu' }),
      await longLogin('ada', { email: '' }),
      await longLogin('ada', { email, site: 'other' }),
      await longLogin('ada', { email, expiresIn: -3600 }),
      `${await longLogin('ada', { email })}x`,
      'garbled',
    ];
    for (const token of tokens)
      expect((await scene.visit({ token, enter: true })).body).toMatchObject({
        state: 'lobby',
        known: false,
      });
    const typed = await scene.visit({ token: tokens[0] ?? '', email });
    expect(typed.body).toMatchObject({ state: 'open', known: true });
  });

  test('by the device that is bound already, without an address, and as often as it likes', async () => {
    const scene = await Scene.set(owner);
    await scene.enter();
    for (let count = 0; count < 3; count += 1) {
      passMinutes(10);
      expect((await scene.visit({ enter: true })).body).toMatchObject({ state: 'admitted', known: true });
    }
    expect(await used(scene)).toBe(1);
  });

  test('nothing tells an unknown person whose link it is, in whatever state or refusal', async () => {
    const scene = await Scene.set(
      owner,
      {},
      { email: `ada-${randomUUID()}@secret.example`, firstName: 'Zaphod', lastName: 'Beeble' },
    );
    const stranger = await Device.create();
    const answers = [await scene.visit(), await scene.visit({ email: 'x@example.edu' })];
    await scene.move({ startsIn: 10 });
    answers.push(await scene.visit());
    await scene.move({ endsIn: -1 });
    answers.push(await scene.visit({ email: scene.invited.email }));
    await scene.move({});
    await scene.enter();
    answers.push(await scene.visit({ device: stranger }));
    await scene.manage('revokeInvitation');
    answers.push(await scene.visit({ device: stranger }));
    expect(answers.map(outcome)).toEqual([
      'lobby',
      'email_mismatch',
      'waiting',
      'ended',
      'lobby',
      'invitation_revoked',
    ]);
    for (const { body } of answers) {
      expect(body.invitation).toBeUndefined();
      expect(JSON.stringify(body)).not.toMatch(/zaphod|beeble|ada-|secret\.example|speaker/i);
    }
  });

  test('every 200 has the event and the site’s face, and once the person is known the invitation', async () => {
    const scene = await Scene.set(owner, {}, { locale: 'pt-br' });
    const event = {
      title: 'Biology',
      description: 'Cells',
      timeZone: 'Europe/Paris',
      speakers: [{ name: 'R. Franklin' }],
    };
    await scene.move({ startsIn: -1, endsIn: 60 }, event);
    const lobby = (await scene.visit()).body;
    expect(lobby).toEqual({
      state: 'lobby',
      known: false,
      now: new Date().toISOString(),
      locale: 'pt-BR',
      site: { name: expect.any(String), logoUrl: null, color: '#006efa' },
      room: { ...event, startsAt: expect.any(String), endsAt: expect.any(String) },
    });
    expect((await scene.visit({ email: scene.invited.email })).body).toEqual({
      ...lobby,
      state: 'open',
      known: true,
      invitation: {
        firstName: 'Ada',
        lastName: 'Byron',
        role: 'speaker',
        permissions: ['backchannel', 'interactions', 'q_and_a'],
        expiresAt: expect.any(String),
      },
    });
  });
});
