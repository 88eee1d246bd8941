import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Invitation } from '../../domain/invitation.ts';
import { days } from '../../domain/time.ts';
import { wordsFor } from '../../emails/defaults.ts';
import { dynamodb, tableName } from '../../functions/adapters/dynamodb/client.ts';
import { listInvitations } from '../../functions/adapters/dynamodb/invitations.ts';
import { findRoom, requireRoom } from '../../functions/adapters/dynamodb/rooms.ts';
import { openQueues } from '../../local/queue/queues.ts';
import { State } from '../../local/support/state.ts';
import { call, login } from '../support/api.ts';
import { FULL } from '../support/full.ts';
import { loginOwner, putRoom } from '../support/ground.ts';
import { silenceLogs } from '../support/quiet.ts';
import { startWithEmptyTable } from '../support/stack.ts';
import { BusySes, type Take } from './busy-ses.ts';
import { AS_AWS } from './stack-process.ts';

/**
 * SES's production rate, six times as fast: at 14 mails a second, 10,000 mails would take 12 minutes. The mailers'
 * back-off is not accelerated.
 */
const ACCELERATION = 6;
const RATE_PER_SECOND = 14 * ACCELERATION;
const MAILS = FULL ? 10_000 : 1600;
const KILLS = FULL ? 20 : 5;
/** The approximate time to drain the queue; the kills are spread over it. */
const DRAIN_MILLIS = FULL ? 100_000 : 16_000;
const ROOM = 'large-lecture';
const BATCH = 200;
/** A mailer receives a batch of ten messages and sends five at once; twelve run in the process that is killed. */
const IN_FLIGHT = 12 * 5;
const EVENT_MILLIS = 500;

let ses: BusySes;
let folder: string;
let invitations: Invitation[];
const killedAt: number[] = [];
let drainMillis: number;

beforeAll(async () => {
  silenceLogs();
  await startWithEmptyTable();
  await stopStream();
  const { handler: recordDelivery } = await import('../../functions/triggers/record-delivery.ts');
  ses = new BusySes({
    ratePerSecond: RATE_PER_SECOND,
    fails: 0.05,
    hangs: 0.01,
    template: wordsFor('en').invitation,
    onHungTake: tags => void publishSend(tags, recordDelivery),
  });
  process.env.AWS_ENDPOINT_URL_SESV2 = await ses.start();
  await inviteAll();
  folder = await mkdtemp(join(tmpdir(), 'roompass-drain-'));
  await queueAll();
  const startedAt = Date.now();
  await drain();
  drainMillis = Date.now() - startedAt;
  invitations = await readAll();
}, 900_000);

afterAll(async () => {
  await ses.stop();
  await rm(folder, { recursive: true, force: true });
});

type RecordDelivery = (event: SQSEvent) => Promise<unknown>;

/** No one reads the stream here, and DynamoDB Local would slow down by storing its records. */
async function stopStream(): Promise<void> {
  const StreamSpecification = { StreamEnabled: false };
  await dynamodb().send(new UpdateTableCommand({ TableName: tableName(), StreamSpecification }));
}

/** Delivers SES's Send event for an accepted mail, a moment later. */
async function publishSend(tags: Record<string, string>, recordDelivery: RecordDelivery): Promise<void> {
  await pause(EVENT_MILLIS);
  const listed = Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]]));
  const body = JSON.stringify({ detail: { eventType: 'Send', mail: { tags: listed } } });
  await recordDelivery({ Records: [{ messageId: '1', body } as SQSRecord] });
}

/** Invites into a room with several owners, so that each stays within the hourly limit. */
async function inviteAll(): Promise<void> {
  const owners = Array.from({ length: 5 }, (_, index) => `owner-${index}`);
  const startsAt = new Date(Date.now() + days(30)).toISOString();
  await putRoom(await loginOwner(), ROOM, { coOwners: owners, startsAt });
  const tokens = await Promise.all(owners.map(sub => login({ sub })));
  for (let start = 0; start < MAILS; start += BATCH) {
    const rows = Array.from({ length: BATCH }, (_, index) => ({
      email: `student-${start + index}@example.edu`,
      firstName: 'Ada',
      lastName: 'Byron',
      role: 'viewer',
      sendEmail: true,
    }));
    const token = tokens[(start / BATCH) % tokens.length] ?? '';
    const body = { invitations: rows };
    const answer = await call('generateInvitations', { parameters: { roomId: ROOM }, token, body });
    expect(answer.body.results.filter(({ status }: { status: number }) => status !== 201)).toEqual([]);
  }
}

async function readAll(): Promise<Invitation[]> {
  const room = requireRoom(await findRoom('demo', ROOM));
  const all: Invitation[] = [];
  let after: string | undefined;
  do {
    const page = await listInvitations(room, 1000, after);
    all.push(...page.invitations);
    after = page.last;
  } while (after !== undefined);
  return all;
}

async function queueAll(): Promise<void> {
  const state = new State(folder);
  const { mail: queue } = openQueues(state.database, Date.now);
  for (const { site, room, id: invitation, delivery } of await readAll()) {
    queue.send(JSON.stringify({ site, room, invitation, mail: delivery.mail }));
  }
  state.close();
}

function startMailer(): ChildProcess {
  const file = fileURLToPath(new URL('mailer.ts', import.meta.url));
  return spawn(process.execPath, [...AS_AWS, file, folder], { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Kills the mailer repeatedly, and starts the next, until one of them finds the queue empty. */
async function drain(): Promise<void> {
  const moments = Array.from({ length: KILLS }, () => (Math.random() * DRAIN_MILLIS) / KILLS);
  for (const moment of moments) {
    const mailer = startMailer();
    const ended = once(mailer, 'exit');
    // A process needs about a second before it starts to work.
    await pause(1000 + moment);
    mailer.kill('SIGKILL');
    killedAt.push(Date.now());
    await ended;
  }
  const [code] = await once(startMailer(), 'exit');
  expect(code).toBe(0);
}

const takesOf = () => Map.groupBy(ses.takes, ({ mail }) => mail);

it('accounts for each mail, and loses none, whatever SES and the kills have done', () => {
  const takes = takesOf();
  expect(invitations).toHaveLength(MAILS);
  expect(invitations.filter(({ delivery }) => delivery.state !== 'sent')).toEqual([]);
  expect(invitations.filter(({ delivery }) => !takes.has(delivery.mail ?? ''))).toEqual([]);
});

it('sends a mail twice only if a kill came between SES’s answer and its record', () => {
  const twice = [...takesOf().values()].filter(takes => takes.length > 1);
  const { answered = [], hung = [] } = Object.groupBy(ses.takes, ({ kind }) => kind);
  console.log({
    mails: MAILS,
    ratePerSecond: RATE_PER_SECOND,
    drainSeconds: Math.round(drainMillis / 1000),
    killed: killedAt.length,
    taken: ses.takes.length,
    answered: answered.length,
    hungButTaken: hung.length,
    ...ses.refusals,
    mailedTwice: twice.length,
  });
  expect(twice.filter(takes => takes.length > 2)).toEqual([]);
  expect(twice.filter(takes => !isExplained(takes))).toEqual([]);
  expect(twice.length).toBeLessThanOrEqual(KILLS * IN_FLIGHT);
});

/** Whether the first mailer was killed soon after SES accepted the mail, and before the second attempt. */
const isExplained = ([first, second]: Take[]): boolean =>
  first !== undefined &&
  second !== undefined &&
  killedAt.some(at => at >= first.at && at - first.at < 5000 && at <= second.at);
