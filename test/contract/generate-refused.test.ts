import { describe, expect, test, vi } from 'vitest';

import { inMinutes, Scene } from '../support/scene.ts';
import { changeSettings } from '../support/site.ts';
import { generate, outcome, owner } from './frozen-stage.ts';

describe('Generate: what is refused', () => {
  test.each([
    ['email', { email: 'no address' }],
    ['firstName', { firstName: 'x,edit:*' }],
    ['lastName', { lastName: '' }],
    ['role', { role: 'owner' }],
    ['sendEmail', { sendEmail: 'yes' }],
    ['locale', { locale: 'not a locale' }],
    ['expiresAt', { expiresAt: 'tomorrow' }],
    ['userId', { userId: 'ada' }],
  ])('a wrong "%s" is named by its path', async (path, body) => {
    const answer = await generate(await Scene.set(owner), body);
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: expect.arrayContaining([expect.objectContaining({ path })]) },
    });
  });

  test('a blocked domain, at generate as at redeem; an entry covers its subdomains', async () => {
    const scene = await Scene.set(owner);
    const set = (allowed: string[], blocked: string[]) =>
      changeSettings(owner, settings => {
        settings.emailDomains = { allowed, blocked };
      });
    const tell = async (email: string) => outcome(await generate(scene, { email })) ?? 'made';
    await set([], ['example.edu']);
    expect(await tell('a@example.edu')).toBe('email_domain_blocked');
    expect(await tell('a@mail.Example.EDU')).toBe('email_domain_blocked');
    expect(await tell('a@notexample.edu')).toBe('made');
    expect(outcome(await scene.enter())).toBe('email_domain_blocked');
    await set(['example.edu'], []);
    expect(await tell('a@example.org')).toBe('email_domain_blocked');
    expect(await tell('a@mail.example.edu')).toBe('made');
    await set([], []);
    expect(outcome(await scene.enter())).toBe('admitted');
  });

  test('more than the site’s limit for a manager in an hour, with Retry-After until the next', async () => {
    const setLimit = (count: number) =>
      changeSettings(owner, ({ limits }) => {
        limits.invitationsPerManagerPerHour = count;
      });
    const scene = await Scene.set(owner);
    vi.setSystemTime(`${inMinutes(0).slice(0, 13)}:45:00.000Z`);
    await setLimit(0);
    const answer = await generate(scene);
    expect(answer).toMatchObject({ status: 429, body: { code: 'too_many_invitations' } });
    expect(answer.headers['retry-after']).toBe('900');
    await setLimit(3000);
    expect((await generate(scene)).status).toBe(201);
  });
});
