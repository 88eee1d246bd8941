import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inParallel } from '../../functions/in-parallel.ts';
import { Client, type Invitation } from './client.ts';
import { type Attempt, generateAll, planAttempts } from './generating.ts';
import { type Inbox, startInbox } from './inbox.ts';
import { cleanUp, findPlace, kill, type Place, processesOf, type StackProcess, start } from './stack-process.ts';

const KILLS = 10;
const GENERATES = 500;
const AT_ONCE = 16;
/** How many mails the mailer has between SES's answer and its own record of it, at the most. */
const MAILS_AT_ONCE = 5;
const MAIL_DUE_MILLIS = 60_000;

let inbox: Inbox;
let place: Place;
let stack: StackProcess;
let client: Client;
const kills: { at: number; room: string; who: string; startMillis: number }[] = [];
const attempts: Attempt[] = [];

beforeAll(async () => {
  inbox = await startInbox();
  place = await findPlace();
  stack = await start(place, { SES_ENDPOINT: inbox.endpoint });
  client = new Client(stack.origin);
}, 40_000);
afterAll(async () => {
  await cleanUp();
  inbox.stop();
});

const roomOf = (round: number) => `room-${round}`;
const ownerOf = (room: string) => `owner-of-${room}`;

it(`loses no invitation, link or mail when it is killed ${KILLS} times amid ${GENERATES} generates`, async () => {
  for (let round = 0; round < KILLS; round += 1) {
    const lost = await generateAndKill(roomOf(round), round);
    const startedAt = Date.now();
    stack = await start(place, { SES_ENDPOINT: inbox.endpoint });
    Object.assign(kills.at(-1) ?? {}, { startMillis: Date.now() - startedAt });
    await repeatKeyed(lost);
    process.stderr.write(JSON.stringify([round, kills.at(-1), attempts.length, lost.length]) + '\n');
  }
  const restartedAt = Date.now();
  const invitations = await untilMailed(restartedAt);
  const settledMillis = Date.now() - restartedAt;
  const mails = Map.groupBy(await inbox.mails(), ({ to }) => to);

  const answered = attempts.filter(({ answer }) => answer !== undefined);
  const unanswered = attempts.filter(({ answer, lost }) => answer === undefined && lost);
  const written = unanswered.filter(({ email }) => invitations.has(email));
  const twice = [...mails.values()].filter(list => list.length > 1);
  console.log({ kills, generates: attempts.length, answered: answered.length, unanswered: unanswered.length, written: written.length, mails: mails.size, twice: twice.length, settledMillis });

  expect(answered.filter(({ answer }) => ![200, 201].includes(answer?.status ?? 0))).toEqual([]);
  expect(answered.filter(({ email, answer }) => invitations.get(email)?.id !== answer?.id)).toEqual([]);
  expect([...invitations.keys()].filter(email => !mails.has(email))).toEqual([]);
  expect([...mails.keys()].filter(email => !invitations.has(email))).toEqual([]);
}, 240_000);

async function generateAndKill(room: string, round: number): Promise<Attempt[]> {
  await client.putRoom(room, ownerOf(room));
  const token = await client.login(ownerOf(room));
  const batch = planAttempts(room, GENERATES);
  const killAfter = Math.floor(Math.random() * GENERATES);
  const family = processesOf(stack);
  let isOver = false;
  const killing = async () => {
    while (batch.filter(({ answer }) => answer).length < killAfter) await pause(5);
    await pause(Math.random() * 50);
    const [who = '', pids = []] = Object.entries({ stack: family.slice(0, 1), everything: family, database: family.slice(2) })[round % 3] ?? [];
    kill(...pids);
    isOver = true;
    kills.push({ at: Date.now(), room, who, startMillis: 0 });
  };
  await Promise.all([generateAll(batch, { client, token, isOver: () => isOver }), killing()]);
  await stack.exit;
  const begun = batch.filter(({ answer, lost }) => answer !== undefined || lost);
  attempts.push(...begun);
  return begun.filter(({ lost }) => lost);
}

async function repeatKeyed(lost: Attempt[]): Promise<void> {
  const keyed = lost.filter(({ key }) => key !== undefined);
  const room = keyed[0]?.room;
  if (room === undefined) return;
  await generateAll(keyed, { client, token: await client.login(ownerOf(room)) });
}

async function untilMailed(since: number): Promise<Map<string, Invitation>> {
  for (;;) {
    const all: Invitation[] = [];
    for (const { room } of kills) all.push(...(await client.list(room, await client.login(ownerOf(room)))));
    if (all.every(({ delivery }) => delivery.state !== 'queued')) return new Map(all.map(each => [each.email, each]));
    if (Date.now() - since > MAIL_DUE_MILLIS) throw new Error(`mails are still due: ${all.filter(({ delivery }) => delivery.state === 'queued').length}`);
    await pause(500);
  }
}
