import { describe, expect, test, vi } from 'vitest';
import { ADMIN_SECRET, PARTNER_ID } from '../../../local/kaltura/directory.ts';
import type { Fault } from '../../../local/kaltura/faults.ts';
import { openKs, privilegeList } from '../../../local/kaltura/ks.ts';
import { captureLines } from '../../support/log-lines.ts';
import { origin } from '../../support/stack.ts';
import {
  callsToEnd,
  deliver,
  drain,
  endedOf,
  isLive,
  kaltura,
  passSeconds,
  queues,
  send,
} from './end-sessions-stage.ts';

/** How endSessions ends the sessions of an invitation at Kaltura. */

test('all sessions of the invitation and epoch are ended, and those of other epochs and invitations are not', async () => {
  send(endedOf('ada'));
  await drain();
  expect([
    await isLive('ada-1'),
    await isLive('ada-0'),
    await isLive('ada-2'),
    await isLive('adam-1'),
  ]).toEqual([false, true, true, true]);
});

test('the call is made with a session that can do nothing else, and lives for a minute', async () => {
  const calls = vi.spyOn(globalThis, 'fetch');
  send(endedOf('bea'));
  await drain();
  const [url, { body } = {}] = calls.mock.calls.find(([to]) => String(to).includes('/api_v3/')) ?? [];
  expect(url).toBe(`${kaltura.endpoint}/api_v3/service/session/action/end`);
  const form = body as URLSearchParams;
  const session = openKs(form.get('ks') ?? '', { [PARTNER_ID]: [ADMIN_SECRET] });
  expect(session).toMatchObject({ type: 0, userId: 'roompass' });
  expect(session && privilegeList(session)).toEqual(['sessionid:bea-1']);
  expect(session?.expiry).toBe(Math.floor(Date.now() / 1000) + 60);
});

test('a message that is delivered twice does no harm', async () => {
  send(endedOf('cleo'), endedOf('cleo'));
  await drain();
  send(endedOf('cleo'));
  await drain();
  passSeconds(60);
  expect(await deliver()).toBe(false);
  expect([callsToEnd(), await isLive('cleo-1')]).toEqual([3, false]);
});

describe('Kaltura is not called', () => {
  test.each([
    ['for a site with another launcher', endedOf('dora', { site: 'demo' })],
    ['for a site that does not exist', endedOf('dora', { site: 'nowhere' })],
  ])('%s', async (_, message) => {
    send(message);
    await drain();
    passSeconds(600);
    expect([await deliver(), callsToEnd()]).toEqual([false, 0]);
  });

  test('for a site with Kaltura whose launcher is another', async () => {
    await kaltura.trust({}, { type: 'url', template: `${origin}/dev/launch?room={roomId}` });
    send(endedOf('dora'));
    await drain();
    await kaltura.trust({});
    expect([await deliver(), callsToEnd()]).toEqual([false, 0]);
  });
});

const FAULTS: Fault[] = [
  { kind: 'hang' },
  { kind: 'slow', ms: 2000 },
  { kind: 'reset' },
  { kind: 'status', status: 503 },
  { kind: 'html' },
  { kind: 'half' },
  { kind: 'apiError', code: 'SERVICE_FORBIDDEN' },
  { kind: 'apiError', code: 'INVALID_KS', message: 'Invalid KS "x", Error "-1,INVALID_STR"' },
];

test.each(FAULTS)('a message is retried after a second if Kaltura fails: %o', async fault => {
  const id = `eva-${JSON.stringify(fault).replace(/\W/g, '')}`;
  kaltura.faults.set(fault);
  send(endedOf(id));
  await deliver();
  kaltura.faults.clear();
  expect(await deliver()).toBe(false);
  passSeconds(1);
  expect(await deliver()).toBe(true);
  passSeconds(600);
  expect([await deliver(), await isLive(`${id}-1`)]).toEqual([false, false]);
});

test('ten messages for a Kaltura that does not answer take less than three seconds together', async () => {
  kaltura.faults.set({ kind: 'hang' });
  send(...Array.from({ length: 10 }, (_, index) => endedOf(`fay${index}`)));
  const begun = performance.now();
  await deliver();
  expect(performance.now() - begun).toBeLessThan(3000);
});

test('after an outage of five minutes sessions are ended within ten seconds', async () => {
  kaltura.faults.set({ kind: 'reset' });
  send(...Array.from({ length: 10 }, (_, index) => endedOf(`gus${index}`)));
  for (let second = 0; second < 300; second += 1) {
    await drain();
    passSeconds(1);
  }
  kaltura.faults.clear();
  for (let second = 0; second < 10; second += 1) {
    await drain();
    passSeconds(1);
  }
  const live = await Promise.all(Array.from({ length: 10 }, (_, index) => isLive(`gus${index}-1`)));
  expect(live).toEqual(Array(10).fill(false));
});

test('a message is given up only after a day, before the queue’s limit, and the log says so', {
  timeout: 120_000,
}, async () => {
  kaltura.faults.set({ kind: 'status', status: 500 });
  const at = Date.now();
  send(endedOf('hal'));
  const tries: number[] = [];
  const lines = captureLines();
  const isGivenUp = () => lines().some(({ message }) => message === 'sessions given up: they have expired');
  while (!isGivenUp()) {
    const seconds = (Date.now() - at) / 1000;
    if (await deliver()) tries.push(seconds);
    passSeconds(seconds < 700 ? 5 : 120);
  }
  const last = tries.at(-2) ?? 0;
  expect(last).toBeGreaterThan(24 * 3600 - 120);
  expect(callsToEnd()).toBe(tries.length - 1);
  expect(tries.length).toBeLessThan(900);
  expect(queues.sessions.countFailures()).toBe(0);
  passSeconds(3600);
  expect(await deliver()).toBe(false);
});

test('a message that cannot be read is not given up, and does not stop the others of its batch', async () => {
  send({ kind: 'invitation', site: 'other' }, endedOf('ivy'));
  await deliver();
  expect(await isLive('ivy-1')).toBe(false);
  passSeconds(60);
  expect(await deliver()).toBe(true);
});
