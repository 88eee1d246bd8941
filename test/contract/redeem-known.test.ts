import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { login, longLogin } from '../support/api.ts';
import { Device } from '../support/device.ts';
import { Scene } from '../support/scene.ts';
import { outcome, owner } from './frozen-stage.ts';

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

  test('not by a login with another e-mail, of another site, expired or garbled: it is ignored', async () => {
    const scene = await Scene.set(owner);
    const { email } = scene.invited;
    const tokens = [
      await longLogin('ada', { email: 'other@example.edu' }),
      await longLogin('ada', { email: '' }),
      await longLogin('ada', { email, site: 'other' }),
      await login({ sub: 'ada', email, expiresIn: -3600 }),
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

  test('no state and no problem tells an unknown person whose link it is', async () => {
    const scene = await Scene.set(
      owner,
      {},
      { email: `ada-${randomUUID()}@secret.example`, firstName: 'Zaphod', lastName: 'Beeble' },
    );
    const stranger = await Device.create();
    const answers = [await scene.visit(), await scene.visit({ email: 'x@example.edu' })];
    await scene.move({ startsIn: 20 });
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

  test('every 200 has the room and the site’s name, logo and colour, and for a known person the invitation', async () => {
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
