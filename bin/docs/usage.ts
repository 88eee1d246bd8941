/** What invitations use of AWS; with the prices of costs.ts it is the bill of docs/costs.md. */

/** How often what happens, on average, in the life of an invitation. */
export const life = {
  /** A page of 50 of the room's list, by its managers. */
  lists: 0.1,
  /** Opening the link without entering: too early, from another place, once more. */
  opens: 3,
  entries: 1,
  /** An hour in the room: the ticket is good for 5 minutes. */
  sessions: 12,
  promotions: 0.1,
  mails: 1,
};
export type Life = typeof life;

/** Units of DynamoDB. A list reads 50 invitations of less than 1 KiB and its room; all else as contract and tests say. */
const READ = 2;
const LIST_READ = 1 + 50 / 4;
/** What is written together is a transaction, which costs double: generating's history, its mail's, and its count. */
const TRANSACTED_WRITE = 2;

/** Milliseconds a call takes at 1 GB of memory: assumed; the dashboard tells the real ones of routes. */
export const millis = { route: 15, recordChanges: 30, deliverEmail: 150, recordDelivery: 30 };

/** Bytes. Logs are measured by test/bin/docs/costs.test.ts; the access log is one line of lib/api-stack.ts. */
export const bytes = {
  requestLog: 700,
  accessLog: 300,
  changeLog: 400,
  mailLog: 500,
  /** With keys and the 100 bytes that DynamoDB adds to each item. */
  invitation: 1000,
  historyEntry: 350,
  answer: 2500,
  request: 1500,
  /** The page for invitees, compressed: once whole, and then its HTML alone. */
  page: 9000,
  pageAgain: 800,
};

const MONTH_SECONDS = 730 * 3600;
/** A link of a day is forgotten 90 days after. */
const MONTHS_KEPT = 3;
/** The most instances of a function at once are so many times the average. */
const PEAK = 10;
const CACHED_SECONDS = 30;
/** Lambda asks each queue that a function works on, with five long polls of 20 seconds at a time. */
const IDLE_RECEIVES = 3 * 5 * (MONTH_SECONDS / 20);
/** Send, receive and delete; batches would need fewer. */
const REQUESTS_A_MESSAGE = 3;
/** What SES says of a mail that arrives: `Send` and `Delivery`. */
const EVENTS_A_MAIL = 2;
const GB = 1e9;

type Call = { times: number; millis: number; secrets: number };
export type Use = ReturnType<typeof useOf>;

/** What so many invitations a month use of each service. */
export function useOf(invitations: number, { lists, opens, entries, sessions, promotions, mails }: Life) {
  const redeems = opens + entries;
  const requests = 1 + lists + redeems + sessions + promotions;
  // A mail that is delivered is a change twice: `sent`, `delivered`. That it is queued comes with what asked for it.
  const changes = 1 + entries + promotions + 2 * mails;
  const history = 1 + entries + promotions + 3 * mails;
  const together = 1 + mails;
  const calls: Call[] = [
    { times: 1, millis: millis.route, secrets: 1 },
    { times: lists, millis: millis.route, secrets: 1 },
    { times: redeems, millis: millis.route, secrets: 2 },
    { times: sessions, millis: millis.route, secrets: 1 },
    { times: promotions, millis: millis.route, secrets: 0 },
    { times: changes, millis: millis.recordChanges, secrets: 0 },
    { times: mails, millis: millis.deliverEmail, secrets: 1 },
    { times: EVENTS_A_MAIL * mails, millis: millis.recordDelivery, secrets: 0 },
  ].map(call => ({ ...call, times: call.times * invitations }));
  const sum = (of: (call: Call) => number) => calls.reduce((total, call) => total + of(call), 0);
  const each = (perInvitation: number) => perInvitation * invitations;
  return {
    requests: each(requests),
    calls: sum(({ times }) => times),
    gigabyteSeconds: sum(call => (call.times * call.millis) / 1000),
    traces: sum(({ times }) => traced(times)),
    secretReads: sum(secretReads),
    // Of a mail, besides its invitation and room, whether its address is written to at all.
    reads: each(
      LIST_READ * lists +
        READ * (1 + redeems + sessions + promotions + mails + EVENTS_A_MAIL * mails) +
        mails,
    ),
    // The invitation, an entry, a promotion; the claim, the day's limit and the two notes of a mail; history, and a count.
    writes: each(
      1 + entries + promotions + 4 * mails + (history - together) + TRANSACTED_WRITE * (together + 1),
    ),
    storedGigabytes: each((MONTHS_KEPT * (bytes.invitation + history * bytes.historyEntry)) / GB),
    messages: REQUESTS_A_MESSAGE * each((1 + EVENTS_A_MAIL) * mails) + IDLE_RECEIVES,
    mails: each(mails),
    logGigabytes: each(
      (requests * (bytes.requestLog + bytes.accessLog) + changes * bytes.changeLog + mails * bytes.mailLog) /
        GB,
    ),
    // The page's HTML each time, its script and its style once.
    edgeRequests: each(requests + redeems + 2),
    edgeGigabytes: each((requests * bytes.answer + bytes.page + (redeems - 1) * bytes.pageAgain) / GB),
    originGigabytes: each((requests * bytes.request) / GB),
  };
}

/** Lambda traces one call a second of each function, and 5 % of the others; here they come evenly. */
const traced = (times: number): number => {
  const first = Math.min(times, MONTH_SECONDS);
  return first + 0.05 * (times - first);
};

/** Each instance reads its keys again after 30 seconds; rare calls find none remembered. */
const secretReads = ({ times, millis, secrets }: Call): number => {
  const instances = Math.max(1, (PEAK * times * millis) / 1000 / MONTH_SECONDS);
  return secrets * Math.min(times, (instances * MONTH_SECONDS) / CACHED_SECONDS);
};
