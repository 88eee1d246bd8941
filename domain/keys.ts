import * as z from 'zod';
import {
  FUNCTION_CACHE_MILLIS,
  KEPT_DAYS,
  LAUNCH_SECONDS,
  PUBLISHED_CACHE_MILLIS,
  TICKET_MINUTES,
} from './lifetimes.ts';
import { after, days, type Instant, instantSchema, latest, minutes } from './time.ts';

/** `signsFrom` of the first key, which signs immediately. */
export const ALWAYS: Instant = new Date(0).toISOString();

/** A key's id, which is in every token it signs, and the time from which it signs. */
export const datedKeyShape = {
  /** A counter in base 36. It is short because it is part of every link. */
  kid: z.string().regex(/^[0-9a-z]{1,3}$/),
  signsFrom: instantSchema,
};
export type DatedKey = { kid: string; signsFrom: Instant };
/** Newest first. */
type Keys<K extends DatedKey> = readonly [K, ...K[]];

const CLOCKS_APART_MILLIS = minutes(5);

/**
 * How long a key is published before it signs. Functions and clients cache keys, and refuse tokens of a key that they
 * have not read yet.
 */
export const AHEAD_MILLIS = PUBLISHED_CACHE_MILLIS + FUNCTION_CACHE_MILLIS + CLOCKS_APART_MILLIS;

/**
 * As long as an invitation is kept, so that an expired link gets `link_expired`. Without its key it would get
 * `link_invalid`, like a forged link. No link lives longer (docs/contract.md#generate, Expiry).
 */
export const LINK_LIFE_MILLIS = days(KEPT_DAYS);

/** An expired ticket is recognised for one more day: it gets `ticket_expired`, which says how to enter again. */
export const TICKET_LIFE_MILLIS = Math.max(minutes(TICKET_MINUTES), LAUNCH_SECONDS * 1000) + days(1);

/** The newest key whose `signsFrom` has passed. If none has, the oldest key signs. */
export const signingKey = <K extends DatedKey>(keys: Keys<K>, now: Instant): K =>
  keys.reduce((newer, older) => (newer.signsFrom <= now ? newer : older));

/** Until when the predecessor of this key verifies. */
export const verifiesUntil = (successor: DatedKey, lifeMillis: number): Instant =>
  after(successor.signsFrom, lifeMillis + CLOCKS_APART_MILLIS);

/** The current time, and the longest lifetime of a token that a key signs. */
type Lifetime = { now: Instant; lifeMillis: number };

/** The keys whose last token may still be valid, and keys that do not sign yet. */
export const verifyingKeys = <K extends DatedKey>(keys: Keys<K>, { now, lifeMillis }: Lifetime): K[] =>
  keys.filter((_, index) => {
    const successor = keys[index - 1];
    return successor === undefined || now < verifiesUntil(successor, lifeMillis);
  });

/** `signsFrom` of a key that is added now. */
export const nextSignsFrom = (keys: Keys<DatedKey>, now: Instant): Instant =>
  latest(after(now, AHEAD_MILLIS), keys[0].signsFrom);

/** A `kid` is never reused, because the newest key, which has the highest, is never dropped. */
export const nextKid = (keys: Keys<DatedKey>): string =>
  (Math.max(...keys.map(({ kid }) => Number.parseInt(kid, 36))) + 1).toString(36);

/** Adds a key, and drops the keys that no longer verify. */
export const rotated = <K extends DatedKey>(keys: Keys<K>, fresh: K, lifetime: Lifetime): [K, ...K[]] => [
  fresh,
  ...verifyingKeys(keys, lifetime),
];
