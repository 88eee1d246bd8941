import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { getItem } from '../../../functions/adapters/dynamodb/items.ts';
import { keys } from '../../../functions/adapters/dynamodb/table.ts';
import { call, login, redeem } from '../../support/api.ts';
import { Device } from '../../support/device.ts';
import { fillRoom } from '../../support/fill.ts';
import { type Invited, personBody } from '../../support/ground.ts';
import { callsToEnd, deliver, drain, endedIds, kaltura, passSeconds, send } from './end-sessions-stage.ts';

/** How endSessions ends the sessions of all guests of a deleted room. */

let token: string;

beforeAll(async () => {
  token = await login({ site: 'other', sub: 'owner', scope: 'rooms:write site:admin', expiresIn: 3600 });
  await kaltura.trust({ rooms: 'registered' });
});
beforeEach(() => kaltura.directory.endedSessionIds.clear());

const putRoom = (roomId: string) => {
  const body = { title: 'Biology', ownerId: 'owner', chatAndCollaboration: true };
  return call('putRoom', { parameters: { roomId }, body, token });
};
const deleteRoom = (roomId: string) => call('deleteRoom', { parameters: { roomId }, token });

async function invite(roomId: string, body: object = {}): Promise<Invited> {
  const person = { ...personBody(), ...body };
  const { body: answer } = await call('generateInvitation', { parameters: { roomId }, token, body: person });
  return { id: answer.invitation.id, email: person.email, link: answer.link };
}

async function guestOf(roomId: string): Promise<Invited> {
  const invited = await invite(roomId);
  const { status } = await redeem({ device: await Device.create(), ...invited, enter: true });
  expect(status).toBe(200);
  return invited;
}

const deleted = (room: string, generation = 1) => ({
  kind: 'room',
  site: 'other',
  room,
  generation,
  at: new Date().toISOString(),
});

test('the sessions of 300 guests, on several pages, are ended, and repeats do no harm', async () => {
  await putRoom('large');
  const guest = await guestOf('large');
  await fillRoom('large', guest, 299, 'other');
  const pending = await invite('large');
  await deleteRoom('large');
  passSeconds(120);
  const message = deleted('large');
  send(message);
  await drain();
  const ids = endedIds();
  expect(ids).toHaveLength(300);
  expect(ids).toContain(`${guest.id}-1`);
  expect(ids).not.toContain(`${pending.id}-1`);
  send(message);
  await drain();
  passSeconds(60);
  await drain();
  expect(endedIds()).toEqual(ids);
  passSeconds(3600);
  expect(await deliver()).toBe(false);
}, 60_000);

test('only guests of the deleted generation lose their sessions', async () => {
  await putRoom('twice');
  const [former, again] = [await guestOf('twice'), await guestOf('twice')];
  await deleteRoom('twice');
  await putRoom('twice');
  await invite('twice', { email: again.email });
  const later = await guestOf('twice');
  send(deleted('twice'));
  await drain();
  passSeconds(60);
  await drain();
  expect(endedIds()).toEqual([`${former.id}-1`]);
  expect((await getItem(keys.invitation('other', 'twice', later.id)))?.generation).toBe(2);
});

test('a guest whose first entry was in flight at the deletion loses the session within 20 seconds', async () => {
  await putRoom('late');
  const [early, inFlight] = [await guestOf('late'), await invite('late')];
  passSeconds(300);
  send(deleted('late'));
  await drain();
  expect(endedIds()).toEqual([`${early.id}-1`]);
  // The deletion is not in the table yet, as if this request had read the room before.
  await redeem({ device: await Device.create(), ...inFlight, enter: true });
  await deleteRoom('late');
  passSeconds(20);
  await drain();
  expect(endedIds()).toEqual([`${early.id}-1`, `${inFlight.id}-1`].sort());
  expect(callsToEnd()).toBe(2);
});

test('a page that cannot be read is retried', async () => {
  await putRoom('unread');
  const guest = await guestOf('unread');
  vi.stubEnv('TABLE_NAME', 'elsewhere');
  send(deleted('unread'));
  await drain();
  vi.unstubAllEnvs();
  passSeconds(1);
  await drain();
  expect(endedIds()).toEqual([`${guest.id}-1`]);
});

test('nothing is done for a room that was deleted more than a day ago', async () => {
  await putRoom('old');
  await guestOf('old');
  const message = deleted('old');
  passSeconds(25 * 3600);
  send(message);
  await drain();
  passSeconds(60);
  await drain();
  expect(endedIds()).toEqual([]);
});
