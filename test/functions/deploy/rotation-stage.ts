import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { rotateLinkKeys, rotateTicketKeys } from '../../../bin/support/key-rotation.ts';
import { readStored } from '../../../functions/adapters/secret-versions.ts';
import {
  lastingKeySchema,
  linkKeysSchema,
  ticketKeysSchema,
} from '../../../functions/adapters/service-keys.ts';
import { handler } from '../../../functions/deploy/make-keys.ts';
import { longLogin } from '../../support/api.ts';
import { deploy } from '../../support/custom-resource.ts';
import { Device } from '../../support/device.ts';
import { personBody, putRoom } from '../../support/ground.ts';
import type { Instance } from '../../support/instance.ts';
import { startWithEmptyTable } from '../../support/stack.ts';

/** Set-up of the tests of key rotation: own secrets, a manager, and guests that enter through any function instance. */

export const parameters = { roomId: 'room' };
export let owner: string;
export let written: () => string;

beforeEach(async () => {
  await startWithEmptyTable();
  // Own secrets, because other tests use the shared ones.
  process.env.LINK_KEYS_SECRET = `link-keys-${randomUUID()}`;
  process.env.TICKET_KEYS_SECRET = `ticket-keys-${randomUUID()}`;
  process.env.ID_KEY_SECRET = `id-key-${randomUUID()}`;
  const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  written = () => out.mock.calls.map(([chunk]) => String(chunk)).join('');
  await deploy(handler);
  vi.useFakeTimers({ toFake: ['Date'] });
  owner = await longLogin('owner', { scope: 'rooms:write site:admin' });
  await putRoom(owner, 'room');
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

export const now = () => new Date().toISOString();
export const pass = (millis: number) => vi.setSystemTime(Date.now() + millis);

/** @returns the printed lines */
export async function rotate(atOnce = false): Promise<string> {
  const { LINK_KEYS_SECRET: links = '', TICKET_KEYS_SECRET: tickets = '' } = process.env;
  const rotation = { now, atOnce };
  const lines = [
    ...(await rotateLinkKeys({ ...rotation, secretId: links })),
    ...(await rotateTicketKeys({ ...rotation, secretId: tickets })),
  ];
  return lines.join('\n');
}

/** All stored secret values. */
export async function material(): Promise<string[]> {
  const links = await readStored(process.env.LINK_KEYS_SECRET ?? '', linkKeysSchema);
  const tickets = await readStored(process.env.TICKET_KEYS_SECRET ?? '', ticketKeysSchema);
  const idKey = await readStored(process.env.ID_KEY_SECRET ?? '', lastingKeySchema);
  const { keys = [] } = links?.value ?? {};
  return [
    idKey?.value?.key ?? '',
    ...keys.map(({ k }) => k),
    ...(tickets?.value?.keys ?? []).map(({ d }) => d),
  ];
}

export type Guest = {
  id: string;
  email: string;
  link: string;
  device: Device;
  ticket: string;
  enteredAt: number;
};

export async function invite(instance: Instance): Promise<Omit<Guest, 'ticket' | 'enteredAt'>> {
  const { status, body } = await instance.call('generateInvitation', {
    parameters,
    token: owner,
    body: personBody(),
  });
  expect({ status, code: body.code }).toEqual({ status: 201, code: undefined });
  const { id, email } = body.invitation;
  return { id, email, link: body.link, device: await Device.create() };
}

export async function admit(instance: Instance, guest: Omit<Guest, 'ticket' | 'enteredAt'>): Promise<Guest> {
  const { body } = await instance.enter(guest.device, guest.link, guest.email);
  expect(body).toMatchObject({ state: 'admitted' });
  return { ...guest, ticket: body.ticket, enteredAt: Date.now() };
}
