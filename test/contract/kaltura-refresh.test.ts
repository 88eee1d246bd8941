import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { sqs } from '../../functions/adapters/sqs.ts';
import { ENTRIES } from '../../local/kaltura/seed-entries.ts';
import { call, redeem, session, tokenOf } from '../support/api.ts';
import { DatabaseMeter } from '../support/database.ts';
import { Device } from '../support/device.ts';
import { captureLines } from '../support/log-lines.ts';
import { asked, invite, kaltura, manage, outcomeOf, passSeconds, refresh } from './kaltura-rooms-stage.ts';

/** docs/contract.md#3-routes, Rooms and people from Kaltura: who waits for Kaltura, how often it is asked, and what that costs. */

type Sent = { MessageBody?: string; MessageGroupId?: string; MessageDeduplicationId?: string };
const sent: Sent[] = [];
let meter: DatabaseMeter;

beforeAll(() => {
  meter = new DatabaseMeter();
  sqs().middlewareStack.add(
    (next, { commandName }) =>
      args => {
        if (commandName === SendMessageCommand.name) sent.push(args.input as Sent);
        return next(args);
      },
    { step: 'initialize' },
  );
});
beforeEach(() => {
  captureLines();
  sent.length = 0;
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

test('an invitee’s calls never ask Kaltura, and request at most one refresh a room and minute', async () => {
  const invited = await invite();
  const device = await Device.create();
  const enter = () => redeem({ device, ...invited, enter: true });
  const { ticket } = (await enter()).body;
  expect(sent).toEqual([]);
  passSeconds(61);
  const before = kaltura.requests.length;
  await Promise.all(Array.from({ length: 5 }, enter));
  await session(device, ticket);
  await call('requestLink', { body: { token: tokenOf(invited.link) } });
  expect(sent.map(({ MessageBody = '' }) => JSON.parse(MessageBody))).toEqual([
    { site: 'other', room: ENTRIES.open },
  ]);
  passSeconds(61);
  await enter();
  expect(sent).toHaveLength(2);
  expect(new Set(sent.map(each => each.MessageGroupId)).size).toBe(1);
  expect(new Set(sent.map(each => each.MessageDeduplicationId)).size).toBe(2);
  expect(kaltura.requests).toHaveLength(before);
});

test.each(['session', 'requestLink'])('%s requests a refresh, too', async name => {
  const invited = await invite();
  const device = await Device.create();
  const { ticket } = (await redeem({ device, ...invited, enter: true })).body;
  passSeconds(120);
  if (name === 'session') expect((await session(device, ticket)).body.state).toBe('admitted');
  else await call('requestLink', { body: { token: tokenOf(invited.link) } });
  expect(sent).toHaveLength(1);
});

test('a queue that refuses or hangs neither fails nor holds up an invitee, and the next call requests again', async () => {
  const invited = await invite();
  passSeconds(61);
  const lines = captureLines();
  vi.stubEnv('ROOM_QUEUE_URL', `${process.env.ROOM_QUEUE_URL}-missing`);
  expect(await outcomeOf(invited)).toBe('open');
  expect(lines()).toContainEqual(expect.objectContaining({ level: 'ERROR', site: 'other' }));
  vi.unstubAllEnvs();
  vi.spyOn(sqs(), 'send').mockImplementation((_, options) => {
    const { promise, reject } = Promise.withResolvers<never>();
    (options as { abortSignal: AbortSignal }).abortSignal.addEventListener('abort', () =>
      reject(new Error('late')),
    );
    return promise;
  });
  const began = performance.now();
  expect(await outcomeOf(invited)).toBe('open');
  expect(performance.now() - began).toBeLessThan(1000);
  vi.restoreAllMocks();
  expect(await outcomeOf(invited)).toBe('open');
  expect(sent).toHaveLength(2);
});

test('a room that is younger than a minute is not read again, by managers or from the queue', async () => {
  await manage('getRoom');
  passSeconds(59);
  const before = asked('baseentry.get');
  await manage('getRoom');
  await refresh();
  expect(asked('baseentry.get')).toBe(before);
  passSeconds(1);
  await refresh();
  expect(asked('baseentry.get')).toBe(before + 1);
});

test('a message that is not one is retried, one of another site or of a registered room is done', async () => {
  captureLines();
  expect(await refresh('bio-101')).toEqual([]);
  const { handler } = await import('../../functions/triggers/refresh-room.ts');
  const message = (body: string) => handler({ Records: [{ messageId: 'a', body }] } as never);
  expect((await message('{}')).batchItemFailures).toEqual([{ itemIdentifier: 'a' }]);
  expect((await message('{"site":"none","room":"1_openroom"}')).batchItemFailures).toEqual([]);
});

test('a refresh costs one more write, and an invitee’s call nothing more', async () => {
  const invited = await invite();
  const read = { reads: 1, writes: 0, refused: 0 };
  const body = { role: 'viewer' };
  const promote = (role: string) =>
    manage('promoteInvitation', 'owner', { parameters: { id: invited.id }, body: { ...body, role } });
  expect(await meter.of(() => manage('getRoom'))).toMatchObject(read);
  expect(await meter.of(() => promote('viewer'))).toMatchObject({ ...read, writes: 1 });
  const { id } = invited;
  expect(await meter.of(() => manage('getInvitation', 'owner', { parameters: { id } }))).toMatchObject(read);
  passSeconds(20);
  // The site is cached for 30 seconds.
  await manage('getRoom');
  passSeconds(20);
  await manage('getRoom');
  passSeconds(21);
  expect(await meter.of(() => manage('getRoom'))).toMatchObject({ ...read, writes: 1, writeUnits: 1 });
  passSeconds(40);
  await outcomeOf(invited);
  passSeconds(21);
  // The right address, typed by a device that does not enter, is one write.
  expect(await meter.of(() => outcomeOf(invited))).toMatchObject({ ...read, writes: 1 });
  expect(sent.length).toBeGreaterThan(0);
});
