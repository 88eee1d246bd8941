import { randomUUID } from 'node:crypto';
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { rotateLinkKeys, rotateTicketKeys } from '../../bin/support/key-rotation.ts';
import { AHEAD_MILLIS, LINK_LIFE_MILLIS, TICKET_LIFE_MILLIS } from '../../domain/keys.ts';
import { days } from '../../domain/time.ts';
import { readStored } from '../../functions/adapters/key-store.ts';
import { linkKeysSchema, ticketKeysSchema } from '../../functions/adapters/secrets.ts';
import { handler } from '../../functions/make-keys.ts';
import { type Answer, login, tokenOf } from '../support/api.ts';
import { deploy } from '../support/custom-resource.ts';
import { Device } from '../support/device.ts';
import { personBody, putRoom, tally } from '../support/ground.ts';
import { Instance } from '../support/instance.ts';
import { startWithEmptyTable } from '../support/stack.ts';

/** The keys are rotated while everything goes on, in several instances whose caches are of different ages. */

const TICKET_MILLIS = 5 * 60_000;
const parameters = { roomId: 'room' };
let owner: string;
let written: () => string;

beforeEach(async () => {
  await startWithEmptyTable();
  // Keys of its own: other tests rely on theirs.
  process.env.LINK_KEYS_SECRET = `link-keys-${randomUUID()}`;
  process.env.TICKET_KEYS_SECRET = `ticket-keys-${randomUUID()}`;
  const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  written = () => out.mock.calls.map(([chunk]) => String(chunk)).join('');
  await deploy(handler);
  vi.useFakeTimers({ toFake: ['Date'] });
  owner = await login({ sub: 'owner', scope: 'rooms:write site:admin', expiresIn: 800 * 86_400 });
  await putRoom(owner, 'room');
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const now = () => new Date().toISOString();
const pass = (millis: number) => vi.setSystemTime(Date.now() + millis);

/** @returns what was printed */
async function rotate(atOnce = false): Promise<string> {
  const { LINK_KEYS_SECRET: links = '', TICKET_KEYS_SECRET: tickets = '' } = process.env;
  const rotation = { now, atOnce };
  const lines = [
    ...(await rotateLinkKeys({ ...rotation, secretId: links })),
    ...(await rotateTicketKeys({ ...rotation, secretId: tickets })),
  ];
  return lines.join('\n');
}

/** Everything secret that is stored now. */
async function material(): Promise<string[]> {
  const links = await readStored(process.env.LINK_KEYS_SECRET ?? '', linkKeysSchema);
  const tickets = await readStored(process.env.TICKET_KEYS_SECRET ?? '', ticketKeysSchema);
  const { invitationIdKey = '', keys = [] } = links?.value ?? {};
  return [invitationIdKey, ...keys.map(({ k }) => k), ...(tickets?.value?.keys ?? []).map(({ d }) => d)];
}

type Guest = { id: string; email: string; link: string; device: Device; ticket: string; enteredAt: number };

async function invite(instance: Instance): Promise<Omit<Guest, 'ticket' | 'enteredAt'>> {
  const { status, body } = await instance.call('generateInvitation', {
    parameters,
    token: owner,
    body: personBody(),
  });
  expect({ status, code: body.code }).toEqual({ status: 201, code: undefined });
  const { id, email } = body.invitation;
  return { id, email, link: body.link, device: await Device.create() };
}

async function admit(instance: Instance, guest: Omit<Guest, 'ticket' | 'enteredAt'>): Promise<Guest> {
  const { body } = await instance.enter(guest.device, guest.link, guest.email);
  expect(body).toMatchObject({ state: 'admitted' });
  return { ...guest, ticket: body.ticket, enteredAt: Date.now() };
}

/** A media server: reads the published keys as seldom as it may. */
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

/** Steps of a few seconds around what happens, longer ones in between: seconds before and after the rotation. */
function steps(): number[] {
  const around = (second: number) =>
    [-37, -30, -22, -11, -1, 0, 1, 9, 17, 24, 31, 38].map(off => second + off);
  const ahead = AHEAD_MILLIS / 1000;
  const between = [100, 160, 220, 280, 340, 400, 460, 520, 570].filter(second => second < ahead - 40);
  return [...around(0), ...between, ...around(ahead), ahead + 100, ahead + 200, ahead + 299, ahead + 330];
}

test('a rotation under load refuses nobody: neither old links and tickets nor new ones, in no instance', {
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
    // One more now and then, so that caches were filled at different times.
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

test('keys that are replaced at once take all links and tickets with them, and generating again works', async () => {
  const instances = [await Instance.start(), await Instance.start()];
  const [first, second] = instances as [Instance, Instance];
  const guest = await admit(second, await invite(first));
  const before = await material();
  await rotate();
  expect(await rotate(true)).toMatch(
    /links: key 3 signs from[\s\S]*key 2 is gone[\s\S]*key 1 is gone[\s\S]*dead/,
  );
  pass(30_000);

  const refused: Answer[] = [];
  for (const instance of [...instances, await Instance.start()]) {
    refused.push(await instance.enter(guest.device, guest.link, guest.email));
    refused.push(await instance.session(guest.device, guest.ticket));
    refused.push(
      await instance.call('getInvitationLink', { parameters: { ...parameters, id: guest.id }, token: owner }),
    );
    const anew = await invite(instance);
    const { ticket } = await admit(second, anew);
    expect((await first.session(anew.device, ticket)).body).toMatchObject({ state: 'admitted' });
  }
  expect(tally(refused)).toEqual({ link_invalid: 3, unauthenticated: 3, not_active: 3 });

  const body = { ...personBody(), email: guest.email };
  const again = await first.call('generateInvitation', { parameters, token: owner, body });
  expect(again).toMatchObject({ status: 200, body: { invitation: { id: guest.id } } });
  await admit(second, { ...guest, link: again.body.link, device: await Device.create() });
  const [idKey, ...gone] = before;
  const [sameIdKey, ...now] = await material();
  expect(sameIdKey).toBe(idKey);
  expect(now.filter(secret => gone.includes(secret))).toEqual([]);
});

test('an old key goes when the longest life is over; a link that would be good for longer goes with it', async () => {
  const startsAt = new Date(Date.now() + days(700)).toISOString();
  await putRoom(owner, 'room', { startsAt });
  const instance = await Instance.start();
  const guest = await invite(instance);
  const [, oldLinkKey, oldTicketKey] = await material();
  await rotate();

  const look = async () => {
    const { body } = await instance.enter(guest.device, guest.link, guest.email);
    const copied = await instance.call('getInvitationLink', {
      parameters: { ...parameters, id: guest.id },
      token: owner,
    });
    return [body.code ?? body.state, copied.body.code ?? 'copied'];
  };
  const published = async () =>
    (await instance.call('getTicketKeys')).body.keys.map(({ kid }: { kid: string }) => kid);
  pass(AHEAD_MILLIS + TICKET_LIFE_MILLIS);
  expect(await published()).toEqual(['2', '1']);
  pass(days(1));
  expect(await published()).toEqual(['2']);
  pass(LINK_LIFE_MILLIS - TICKET_LIFE_MILLIS - days(1));
  expect(await look()).toEqual(['waiting', 'copied']);
  pass(days(1));
  expect(await look()).toEqual(['link_invalid', 'not_active']);
  await rotate();
  expect(await material()).not.toContain(oldLinkKey);
  expect(await material()).not.toContain(oldTicketKey);
});

test('of rotations at the same time none undoes another: whoever came second is told so', async () => {
  const secretId = process.env.LINK_KEYS_SECRET ?? '';
  const rotation = { secretId, now, atOnce: false };
  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => rotateLinkKeys(rotation)));
  const refusals = outcomes.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
  const told = 'The keys of links have just been changed by somebody else: see what holds, then try again.';
  expect(new Set(refusals.map(({ reason }) => reason.message))).toEqual(new Set([told]));
  const stored = await readStored(secretId, linkKeysSchema);
  expect(stored?.value?.keys).toHaveLength(1 + outcomes.length - refusals.length);
});

test('a secret without keys is left as it is, with a line that says so and quotes nothing', async () => {
  const rotation = { now, atOnce: true };
  const missing = rotateLinkKeys({ ...rotation, secretId: `none-${randomUUID()}` });
  await expect(missing).rejects.toThrow(/^There are no keys of links yet: deploy the stage first\.$/);
  const secretId = process.env.LINK_KEYS_SECRET ?? '';
  const wrong = rotateTicketKeys({ ...rotation, secretId });
  await expect(wrong).rejects.toThrow(
    `The secret ${secretId} does not hold keys of tickets: look at it first.`,
  );
});
