import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ENTRIES } from '../../local/kaltura/seed-entries.ts';
import { FULL } from '../support/full.ts';
import { captureLines, type Line } from '../support/log-lines.ts';
import {
  asked,
  entryOf,
  invite,
  kaltura,
  manage,
  outcomeOf,
  passSeconds,
  refresh,
} from './kaltura-rooms-stage.ts';

/** docs/contract.md#3-routes, Rooms and people from Kaltura: Kaltura is slow, away or wrong, and nothing ends for that. */

const FAULTS = [
  { kind: 'slow' },
  { kind: 'hang' },
  { kind: 'reset' },
  { kind: 'status' },
  { kind: 'html' },
  { kind: 'half' },
  { kind: 'apiError', code: 'SERVICE_FORBIDDEN' },
  { kind: 'apiError', code: 'INVALID_KS' },
] as const;
const CALLS = [
  'session.startWidgetSession',
  'appToken.startSession',
  'baseEntry.get',
  'schedule_scheduleevent.list',
];

const DAY = 86_400;
let lines: () => Line[];

beforeEach(() => {
  lines = captureLines();
});
afterEach(() => {
  vi.restoreAllMocks();
});

const get = async (roomId: string = ENTRIES.open) => {
  const began = performance.now();
  const { status, body } = await manage('getRoom', 'owner', { parameters: { roomId } });
  return { status, body, millis: performance.now() - began };
};

/** In the smaller size each fault and each call is there, but not each pair. */
const isChecked = (fault: number, action: number): boolean => FULL || fault % CALLS.length === action;

test.each(
  FAULTS.flatMap((fault, row) =>
    CALLS.filter((_, column) => isChecked(row, column)).map(
      action => [fault.kind, 'code' in fault ? fault.code : '', action, fault] as const,
    ),
  ),
)(
  '%s %s at %s: managers get what was known, invitees enter, and afterwards all is as before',
  async (_kind, _code, action, fault) => {
    // The session of the app token is too short to be used a minute later, so it must be started again.
    Object.assign(kaltura.directory.appTokens[0] ?? {}, { sessionDuration: 100 });
    passSeconds(DAY);
    const invited = await invite();
    kaltura.faults.set(fault, action);
    passSeconds(61);
    const known = await get();
    expect(known).toMatchObject({ status: 200, body: { stale: true } });
    expect(known.millis).toBeLessThan(3000);
    expect(await get('1_grouprom')).toMatchObject({ status: 503, body: { code: 'temporarily_unavailable' } });

    const began = performance.now();
    expect(await outcomeOf(invited)).toBe('open');
    expect(performance.now() - began).toBeLessThan(1000);
    expect(await refresh()).toEqual([]);

    kaltura.faults.clear();
    passSeconds(61);
    entryOf(ENTRIES.open).name = 'Back again';
    await refresh();
    const { body } = await get();
    expect(body).toMatchObject({ title: 'Back again' });
    expect(body).not.toHaveProperty('stale');
  },
);

test('what is known for more than a day is good for invitees, and 503 for managers', async () => {
  const body = { email: 'a@example.edu', firstName: 'A', lastName: '', role: 'speaker' };
  const expiresAt = new Date(Date.now() + 5 * DAY * 1000).toISOString();
  const made = await manage('generateInvitation', 'owner', { body: { ...body, expiresAt } });
  kaltura.faults.set({ kind: 'status' });
  passSeconds(DAY - 1);
  expect(await get()).toMatchObject({ status: 200, body: { stale: true } });
  passSeconds(1);
  expect((await get()).status).toBe(503);
  expect(await outcomeOf({ link: made.body.link, email: body.email })).toBe('open');
});

test.each(['', 'disableentitlementforentry:1_openroom,sview:*'])(
  'an app token with the privileges %j, which sees not every entry, kills no link',
  async privileges => {
    const invited = await invite();
    Object.assign(kaltura.directory.appTokens[0] ?? {}, { privileges, userId: 'nobody' });
    kaltura.directory.entries = kaltura.directory.entries.filter(({ id }) => id !== ENTRIES.open);
    passSeconds(DAY - 61);
    await kaltura.trust({ endpoint: kaltura.endpoint.replace('127.0.0.1', 'localhost') });
    await refresh();
    expect(lines()).toContainEqual(
      expect.objectContaining({ level: 'ERROR', site: 'other', privilege: 'disableentitlement' }),
    );
    expect(await get()).toMatchObject({ status: 200, body: { stale: true } });
    expect(await outcomeOf(invited)).toBe('open');
  },
);

test('a session that Kaltura has ended is started again, once, also for many calls at the same time', async () => {
  await manage('getRoom');
  // Kaltura accepts no session that it gave out before.
  kaltura.directory.adminSecrets = ['f'.repeat(32)];
  passSeconds(61);
  const before = asked('apptoken.startsession');
  const answers = await Promise.all(Array.from({ length: 5 }, () => get()));
  for (const { status, body } of answers) {
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('stale');
  }
  expect(asked('apptoken.startsession') - before).toBe(1);
});

test('calls share one session of the app token', async () => {
  const before = asked('apptoken.startsession');
  await Promise.all(Array.from({ length: 20 }, () => get()));
  for (let count = 0; count < 5; count += 1) {
    passSeconds(61);
    await get();
  }
  expect(asked('apptoken.startsession') - before).toBeLessThanOrEqual(1);
});

test('a missing secret counts as an outage', async () => {
  await get();
  passSeconds(61);
  await kaltura.trust({ appTokenRef: 'none' });
  expect(await get()).toMatchObject({ status: 200, body: { stale: true } });
});

test('an older reading never replaces a newer one', async () => {
  await get();
  passSeconds(61);
  kaltura.faults.set({ kind: 'slow', ms: 600 }, 'baseEntry.get');
  const slow = refresh();
  await new Promise(resolve => setTimeout(resolve, 200));
  kaltura.faults.clear();
  passSeconds(1);
  entryOf(ENTRIES.open).name = 'Newer';
  await refresh();
  await slow;
  expect((await get()).body.title).toBe('Newer');
});
