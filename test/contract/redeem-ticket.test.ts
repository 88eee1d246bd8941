import { decodeJwt } from 'jose';
import { describe, expect, test } from 'vitest';
import { type Answer, login, longLogin, session } from '../support/api.ts';
import { passMinutes, Scene } from '../support/scene.ts';
import { owner } from './frozen-stage.ts';
import { launchTokenOf } from './tickets.ts';

/** docs/contract.md#redeem: the ticket, also after a site login. */

describe('Redeem: the ticket', () => {
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

describe('Redeem: a ticket after a site login', () => {
  const HOUR = 3600;
  const seconds = () => Math.floor(Date.now() / 1000);
  const personOf = ({ body }: Answer) => {
    const { user_id, auth_until, email_verified } = decodeJwt(body.ticket);
    return { user_id, auth_until, email_verified, launched: decodeJwt(launchTokenOf(body.joinUrl)).sub };
  };
  const guestOf = ({ invited }: Scene) => ({
    user_id: undefined,
    auth_until: undefined,
    email_verified: false,
    launched: `guest-${invited.id}`,
  });
  const enterAs = async (scene: Scene, expiresIn: number) =>
    scene.visit({ token: await login({ sub: 'ada', email: scene.invited.email, expiresIn }), enter: true });
  /** Calls `session` every four minutes until `total` seconds have passed. */
  const staySeconds = async (scene: Scene, first: Answer, total: number): Promise<Answer> => {
    let answer = first;
    for (let left = total; left > 0; left -= 240) {
      passMinutes(Math.min(left, 240) / 60);
      answer = await session(scene.device, answer.body.ticket);
    }
    return answer;
  };

  test('it and every later ticket say when the login ends', async () => {
    const scene = await Scene.set(owner);
    const until = seconds() + 600;
    const entered = await enterAs(scene, 600);
    const ada = { user_id: 'ada', auth_until: until, email_verified: true, launched: 'ada' };
    expect(personOf(entered)).toEqual(ada);
    expect(personOf(await staySeconds(scene, entered, 599))).toEqual(ada);
  });

  test('after the login has ended, the session is a guest’s until redeem gets a fresh login', async () => {
    const scene = await Scene.set(owner);
    const entered = await enterAs(scene, 600);
    const later = await staySeconds(scene, entered, 600);
    expect(later.body).toMatchObject({ state: 'admitted', known: true });
    expect(personOf(later)).toEqual(guestOf(scene));
    expect(personOf(await staySeconds(scene, later, 120))).toEqual(guestOf(scene));
    const fresh = await enterAs(scene, HOUR);
    expect(personOf(fresh)).toMatchObject({ user_id: 'ada', auth_until: seconds() + HOUR, launched: 'ada' });
  });

  test('a login of a day counts for 12 hours', async () => {
    const scene = await Scene.set(owner);
    expect(personOf(await enterAs(scene, 24 * HOUR)).auth_until).toBe(seconds() + 12 * HOUR);
    expect(personOf(await enterAs(scene, 12 * HOUR - 1)).auth_until).toBe(seconds() + 12 * HOUR - 1);
  });
});
