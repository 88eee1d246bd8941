import { afterAll, beforeAll, expect, it } from 'vitest';
import { inParallel } from '../../functions/runtime/in-parallel.ts';
import { Client, type Invitation } from './client.ts';
import { type Attempt, generateAll, ownerOf, planAttempts } from './generating.ts';
import { type Inbox, type Mail, mailsOf, startInbox } from './inbox.ts';
import { type Kill, killWhile } from './killing.ts';
import { isDue, listAll, untilMailed } from './settling.ts';
import { cleanUp, findPlace, start } from './stack-process.ts';

const KILLS = 10;
const GENERATES = 500;
/** The approximate time of that many requests on an idle machine; the kill happens at a random moment in it. */
const GENERATE_MILLIS = 2500;
const MAIL_DUE_MILLIS = 60_000;
/** A batch of the queue: when a kill comes, SES may have accepted its mails without the mailer having recorded it. */
const MAILS_A_BATCH = 10;
const AT_ONCE = 16;
const timeout = 60_000;

let inbox: Inbox;
let client: Client;
const attempts: Attempt[] = [];
const kills: Kill[] = [];
let stillDue: number;
let invitations: Map<string, Invitation>;
let mails: Map<string, Mail[]>;
const tokens = new Map<string, string>();

beforeAll(async () => {
  inbox = await startInbox();
  const place = await findPlace();
  const variables = { SES_ENDPOINT: inbox.endpoint };
  let stack = await start(place, variables);
  client = new Client(stack.origin);
  for (let round = 0; round < KILLS; round += 1) {
    const room = `room-${round}`;
    await client.putRoom(room, ownerOf(room));
    const token = await client.login(ownerOf(room));
    tokens.set(room, token);
    const batch = planAttempts(room, GENERATES);
    const moment = Math.random() * GENERATE_MILLIS;
    const generating = (isOver: () => boolean) => generateAll(batch, { client, token, isOver });
    const killed = await killWhile(generating, { stack, moment, round });
    const killedAt = Date.now();
    stack = await start(place, variables);
    kills.push({
      ...killed,
      answered: batch.filter(({ answer }) => answer).length,
      startMillis: Date.now() - killedAt,
    });
    await generateAll(
      batch.filter(({ isLost, key }) => isLost && key),
      { client, token },
    );
    attempts.push(...batch.filter(({ answer, isLost }) => answer || isLost));
  }
  const startedAt = Date.now();
  const dueAtLast = (await listAll(client, tokens)).filter(isDue).length;
  const settled = await untilMailed(client, tokens, startedAt + MAIL_DUE_MILLIS);
  stillDue = settled.filter(isDue).length;
  invitations = new Map(settled.map(invitation => [invitation.email, invitation]));
  mails = Map.groupBy(await mailsOf(inbox.endpoint), ({ to }) => to);
  expect(invitations.size).toBe(settled.length);
  console.table(kills);
  console.log({ dueAtLast, allMailedMillis: Date.now() - startedAt });
}, 400_000);

afterAll(async () => {
  await cleanUp();
  inbox.stop();
  const lost = attempts.filter(({ isLost }) => isLost);
  const keyless = lost.filter(({ key }) => key === undefined);
  console.log({
    generates: attempts.length,
    invitations: invitations.size,
    mails: [...mails.values()].flat().length,
    mailedTwice: mailedAgain().length,
    cutOffWithKey: lost.length - keyless.length,
    cutOffWithoutKey: keyless.length,
    ofTheseWritten: keyless.filter(({ email }) => invitations.has(email)).length,
  });
}, timeout);

/** Every mail to an address after its first. */
const mailedAgain = () => [...mails.values()].flatMap(([, ...again]) => again);

it('still has every invitation that it confirmed', () => {
  const answered = attempts.flatMap(({ email, answer }) => (answer ? [{ email, ...answer }] : []));
  expect(answered.length).toBeGreaterThan(0);
  expect(answered.filter(({ status }) => status !== 201)).toEqual([]);
  expect(answered.filter(({ email, id }) => invitations.get(email)?.id !== id)).toEqual([]);
});

it('sends all queued mail within 60 s of the last start, and nothing else', () => {
  expect(stillDue).toBe(0);
  expect([...invitations.values()].filter(({ delivery }) => delivery.state !== 'sent')).toEqual([]);
  expect([...invitations.keys()].filter(email => !mails.has(email))).toEqual([]);
  expect([...mails.keys()].filter(email => !invitations.has(email))).toEqual([]);
});

it('sends a mail twice only if a kill came between sending and recording it', () => {
  const caught = new Map<Kill, number>();
  for (const list of mails.values()) {
    for (const [index, mail] of list.slice(1).entries()) {
      const { at: before = 0 } = list[index] ?? {};
      const kill = kills.find(({ at }) => before <= at / 1000 && Math.floor(at / 1000) <= mail.at);
      if (kill === undefined) expect.fail(`without a kill in between: mails at ${before} and ${mail.at}`);
      caught.set(kill, (caught.get(kill) ?? 0) + 1);
    }
  }
  console.table([...caught].map(([{ who }, mailsTwice]) => ({ who, mailsTwice })));
  expect(Math.max(0, ...caught.values())).toBeLessThanOrEqual(MAILS_A_BATCH);
});

it(
  'answers the Idempotency-Key of an interrupted request with the one invitation and its valid link',
  async () => {
    const repeated = attempts.filter(({ isLost, key }) => isLost && key);
    await inParallel(repeated, AT_ONCE, async ({ room, email, answer }) => {
      expect(answer?.status).toBe(201);
      const id = invitations.get(email)?.id ?? '';
      expect(await client.currentLink(room, id, tokens.get(room) ?? '')).toBe(answer?.link);
    });
  },
  timeout,
);

it(
  'answers lobby for every link that it returned',
  async () => {
    const links = attempts.flatMap(({ answer }) => answer?.link ?? []);
    const states = await inParallel(links, AT_ONCE, link => client.open(link));
    expect(new Set(states)).toEqual(new Set(['lobby']));
  },
  timeout,
);

it(
  'has processed each unanswered request completely or not at all',
  async () => {
    const written = attempts.filter(({ answer, email }) => answer === undefined && invitations.has(email));
    await inParallel(written, AT_ONCE, async ({ room, email }) => {
      const { id = '' } = invitations.get(email) ?? {};
      const token = tokens.get(room) ?? '';
      expect(await client.open(await client.currentLink(room, id, token))).toBe('lobby');
    });
  },
  timeout,
);

it(
  'has each history entry of requests near a kill exactly once',
  async () => {
    const near = attempts.filter(
      ({ isLost, answer, email }) =>
        invitations.has(email) && (isLost || kills.some(({ at }) => Math.abs(at - (answer?.at ?? 0)) < 500)),
    );
    await inParallel(near, AT_ONCE, async ({ room, email }) => {
      const { id = '' } = invitations.get(email) ?? {};
      const types = await client.history(room, id, tokens.get(room) ?? '');
      expect(types.filter(type => type === 'generated')).toHaveLength(1);
    });
  },
  timeout,
);
