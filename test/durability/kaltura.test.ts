import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, expect, it, vi } from 'vitest';
import { PARTNER_ID } from '../../local/kaltura/directory.ts';
import { ENTRIES } from '../../local/kaltura/seed-entries.ts';
import { type Kaltura, startKaltura } from '../../local/kaltura/server.ts';
import { Device } from '../support/device.ts';
import { FULL } from '../support/full.ts';
import { ksOf } from '../support/ks.ts';
import { Client } from './client.ts';
import { cleanUp, findPlace, kill, processesOf, start } from './stack-process.ts';

/** Earlier Kaltura sessions end, although Kaltura is away and the stack is killed in between. */

const AWAY_MILLIS = FULL ? 60_000 : 15_000;
/** After Kaltura's return (docs/contract.md#6-site-settings-and-trust). */
const ENDED_WITHIN_MILLIS = 10_000;
const timeout = 180_000;

let kaltura: Kaltura | undefined;
afterAll(async () => {
  await cleanUp();
  await kaltura?.stop();
}, timeout);

type Guest = { id: string; email: string; link: string; device: Device; joinUrl: string };

/** A manager and guests of a room in Kaltura. */
class Room {
  readonly #client: Client;
  readonly #origin: string;
  readonly #path: string;

  constructor(origin: string, room: string = ENTRIES.open) {
    this.#origin = origin;
    this.#client = new Client(origin);
    this.#path = `/v1/rooms/${room}`;
  }

  #send(method: string, path: string, body?: object) {
    const headers = { authorization: `KS ${ksOf({ partnerId: PARTNER_ID, type: 2 })}` };
    return this.#client.send(method, this.#path + path, { headers, ...(body && { body }) });
  }

  manage(path: string, body?: object) {
    return this.#send('POST', `/invitations${path}`, body);
  }

  register() {
    return this.#send('PUT', '', { title: 'Registered', ownerId: 'owner', chatAndCollaboration: true });
  }

  delete() {
    return this.#send('DELETE', '');
  }

  async newGuest(email: string): Promise<Guest> {
    const person = { email, firstName: 'Ada', lastName: 'Byron', role: 'viewer' };
    const { body } = await this.manage('', person);
    const guest = { id: body.invitation.id, email, link: body.link, device: await Device.create() };
    return { ...guest, joinUrl: await this.enter(guest) };
  }

  async enter({ link, email, device }: Omit<Guest, 'joinUrl'>): Promise<string> {
    const headers = { dpop: await device.proof(`${this.#origin}/v1/redeem`) };
    const body = { token: link.split('#')[1], email, enter: true };
    return (await this.#client.send('POST', '/v1/redeem', { headers, body })).body.joinUrl;
  }
}

/** Whether Kaltura lets somebody in with a join URL. */
const opens = async (joinUrl: string): Promise<boolean> =>
  (await (await fetch(joinUrl)).text()).includes('data-state="in"');

it('ends the sessions of guests who were promoted, revoked, invited again or lost their room, soon after Kaltura is back', {
  timeout,
}, async () => {
  kaltura = await startKaltura();
  const { faults } = kaltura;
  const place = await findPlace();
  const variables = { KALTURA_ENDPOINT: `http://localhost:${kaltura.port}` };
  const first = await start(place, variables);
  const room = new Room(first.origin);
  const guests = await Promise.all(
    ['promoted', 'revoked', 'again', 'left'].map(name => room.newGuest(`${name}@example.edu`)),
  );
  const [promoted, revoked, again, left] = guests as [Guest, Guest, Guest, Guest];
  const registered = new Room(first.origin, 'registered');
  await registered.register();
  guests.push(await registered.newGuest('deleted@example.edu'));
  const stillOpen = async () => Promise.all(guests.map(({ joinUrl }) => opens(joinUrl)));
  expect(await stillOpen()).toEqual([true, true, true, true, true]);

  faults.set({ kind: 'status' }, 'session.end');
  await room.manage(`/${promoted.id}/promote`, { role: 'moderator' });
  await room.manage(`/${revoked.id}/revoke`);
  const person = { email: again.email, firstName: 'Ada', lastName: 'Byron', role: 'viewer' };
  again.link = (await room.manage('', person)).body.link;
  await registered.delete();
  // At once: perhaps the stream has not been read yet.
  kill(...processesOf(first));
  await first.exit;
  const second = await start(place, variables);
  await pause(AWAY_MILLIS);
  faults.clear();

  await vi.waitFor(async () => expect(await stillOpen()).toEqual([false, false, false, true, false]), {
    timeout: ENDED_WITHIN_MILLIS,
    interval: 200,
  });
  const later = new Room(second.origin);
  for (const guest of [promoted, again]) expect(await opens(await later.enter(guest))).toBe(true);
  expect(await opens(left.joinUrl)).toBe(true);
});
