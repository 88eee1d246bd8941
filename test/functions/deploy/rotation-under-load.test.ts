import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import { expect, test, vi } from 'vitest';
import { AHEAD_MILLIS } from '../../../domain/keys.ts';
import { tokenOf } from '../../support/api.ts';
import { Instance } from '../../support/instance.ts';
import { admit, type Guest, invite, material, owner, parameters, rotate, written } from './rotation-stage.ts';

/** Rotates the keys during traffic, with several function instances whose caches differ in age. */

const TICKET_MILLIS = 5 * 60_000;

/** A media server that caches the published keys for as long as `max-age` allows. */
class Reader {
  #keys: JSONWebKeySet = { keys: [] };
  #until = 0;

  async verify(ticket: string, instance: Instance): Promise<void> {
    if (Date.now() >= this.#until) {
      const { headers, body } = await instance.call('getTicketKeys');
      this.#keys = body;
      this.#until = Date.now() + Number(/max-age=(\d+)/.exec(headers['cache-control'] ?? '')?.[1]) * 1000;
    }
    await jwtVerify(ticket, createLocalJWKSet(this.#keys), { currentDate: new Date() });
  }
}

const oneOf = <T>(list: T[], turn: number): T => list[turn % list.length] as T;

/** Seconds before and after the rotation: steps of a few seconds near each change, longer steps between them. */
function steps(): number[] {
  const around = (second: number) =>
    [-37, -30, -22, -11, -1, 0, 1, 9, 17, 24, 31, 38].map(off => second + off);
  const ahead = AHEAD_MILLIS / 1000;
  const between = [100, 160, 220, 280, 340, 400, 460, 520, 570].filter(second => second < ahead - 40);
  return [...around(0), ...between, ...around(ahead), ahead + 100, ahead + 200, ahead + 299, ahead + 330];
}

test('a rotation under load refuses no link and no ticket, old or new, in any instance', {
  timeout: 120_000,
}, async () => {
  const begin = Date.now() + 60_000;
  const instances: Instance[] = [];
  const readers = [new Reader(), new Reader(), new Reader()];
  const guests: Guest[] = [];
  const kids = new Set<string | undefined>();
  let turn = 0;
  const secrets = await material();
  let printed = '';

  for (const second of steps()) {
    vi.setSystemTime(begin + second * 1000);
    // Starts instances one after another, so that their caches were filled at different times.
    if (instances.length < 5) instances.push(await Instance.start());
    turn += 1;
    const rotating = second === 0 && rotate();
    const live = guests.filter(({ enteredAt }) => Date.now() - enteredAt < TICKET_MILLIS - 1000);
    const work = instances.map(async (instance, index) => {
      const other = oneOf(instances, index + turn);
      const guest = await admit(other, await invite(instance));
      guests.push(guest);
      const old = oneOf(guests, turn * 7 + index);
      const copied = await instance.call('getInvitationLink', {
        parameters: { ...parameters, id: old.id },
        token: owner,
      });
      expect(copied.body.link).toBe(old.link);
      await admit(instance, old);
      const inside = live.length > 0 ? oneOf(live, turn * 5 + index) : guest;
      expect((await other.session(inside.device, inside.ticket)).body).toMatchObject({ state: 'admitted' });
      await oneOf(readers, index).verify(guest.ticket, other);
      kids
        .add(decodeProtectedHeader(tokenOf(guest.link)).kid)
        .add(`ticket ${decodeProtectedHeader(guest.ticket).kid}`);
    });
    await Promise.all(work);
    printed += (await rotating) || '';
  }

  expect([...kids].sort()).toEqual(['1', '2', 'ticket 1', 'ticket 2']);
  expect(printed).toContain('links: key 2 signs from');
  expect(written()).toContain('LINK_KEYS_SECRET');
  for (const secret of [...secrets, ...(await material())]) expect(written() + printed).not.toContain(secret);
});
