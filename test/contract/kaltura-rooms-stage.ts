import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import type { RouteName } from '../../functions/contract/routes.ts';
import { handler as refreshRoom } from '../../functions/triggers/refresh-room.ts';
import { seedDirectory } from '../../local/kaltura/directory.ts';
import type { Entry } from '../../local/kaltura/model.ts';
import { ENTRIES } from '../../local/kaltura/seed-entries.ts';
import { type Answer, type Call, call, redeem } from '../support/api.ts';
import { Device } from '../support/device.ts';
import { personBody } from '../support/ground.ts';
import { type KalturaSite, startKalturaSite } from '../support/kaltura-site.ts';
import { silenceLogs } from '../support/quiet.ts';
import { startWithEmptyTable } from '../support/stack.ts';

/** Set-up of the tests of rooms from Kaltura: a site, its Kaltura, and a clock. */

export let kaltura: KalturaSite;

beforeAll(async () => {
  silenceLogs();
  await startWithEmptyTable();
  kaltura = await startKalturaSite({ callersFrom: 'session' });
});
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  // Nothing that an earlier test did to the stand-in is left, and every room is old.
  Object.assign(kaltura.directory, seedDirectory(new Date()));
  await kaltura.trust({});
  passSeconds(3600);
});
afterEach(() => {
  kaltura.faults.clear();
});
afterAll(async () => {
  vi.useRealTimers();
  await kaltura.stop();
});

export const passSeconds = (seconds: number): void => {
  vi.setSystemTime(Date.now() + seconds * 1000);
};

export const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

export const entryOf = (id: string): Entry => {
  const entry = kaltura.directory.entries.find(each => each.id === id);
  if (entry === undefined) throw new Error('there is no such entry');
  return entry;
};

export const asked = (action: string): number =>
  kaltura.requests.filter(({ service, action: name }) => `${service}.${name}`.toLowerCase() === action)
    .length;

export const manage = (
  name: RouteName,
  user = 'owner',
  { parameters, ...more }: Call = {},
): Promise<Answer> =>
  call(name, { parameters: { roomId: ENTRIES.open, ...parameters }, headers: kaltura.as(user), ...more });

export async function invite(
  roomId: string = ENTRIES.open,
): Promise<{ id: string; link: string; email: string }> {
  const body = personBody();
  const answer = await manage('generateInvitation', 'owner', { parameters: { roomId }, body });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return { id: answer.body.invitation.id, link: answer.body.link, email: body.email };
}

/** What a new device gets for a link: the state, or the problem's code. */
export async function outcomeOf({ link, email }: { link: string; email: string }): Promise<string> {
  const { body } = await redeem({ device: await Device.create(), link, email });
  return body.state ?? body.code;
}

/** Refreshes a room, as its message in the queue does. @returns the messages to be retried */
export async function refresh(room: string = ENTRIES.open) {
  const message = { messageId: '1', body: JSON.stringify({ site: 'other', room }) };
  const { batchItemFailures } = await refreshRoom({ Records: [message] } as never);
  return batchItemFailures;
}
