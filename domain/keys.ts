import * as z from 'zod';
import { LAUNCH_SECONDS, TICKET_MINUTES } from './admission.ts';
import { KEPT_AFTER_EXPIRY_DAYS, MAX_LIFETIME_DAYS } from './invitation.ts';
import { after, days, type Instant, instantSchema, latest, minutes } from './time.ts';

/** For the first key of all. */
export const ALWAYS: Instant = new Date(0).toISOString();

/** What a key says of itself: its name in all that it signs, and from when on it signs. */
export const datedKeyShape = {
  /** A counter in base 36: short, as it stands in every link. */
  kid: z.string().regex(/^[0-9a-z]{1,3}$/),
  signsFrom: instantSchema,
};
export type DatedKey = { kid: string; signsFrom: Instant };
/** Newest first. */
type Keys<K extends DatedKey> = readonly [K, ...K[]];

const CLOCKS_APART_MILLIS = minutes(5);
/** How long functions remember what they have read. */
export const FUNCTION_CACHE_MILLIS = minutes(0.5);
/** How long readers of the published keys may remember those. */
export const PUBLISHED_CACHE_MILLIS = minutes(5);

/**
 * How long a key is there before it signs: functions, and readers of the published keys, remember what they have
 * read, and refuse what a key has signed that they do not know yet.
 */
export const AHEAD_MILLIS = PUBLISHED_CACHE_MILLIS + FUNCTION_CACHE_MILLIS + CLOCKS_APART_MILLIS;

/**
 * A given expiry lies at most so many days ahead, and for a while after it a link is still known as one that is not
 * active. A link can be good for longer (its session is far ahead, or its expiry was put off): when its key has gone
 * it is dead all the same, and the invitation has to be generated anew.
 */
export const LINK_LIFE_MILLIS = days(MAX_LIFETIME_DAYS + KEPT_AFTER_EXPIRY_DAYS);

/** A ticket that has run out is known as such for a day: `ticket_expired` says how to come back in. */
export const TICKET_LIFE_MILLIS = Math.max(minutes(TICKET_MINUTES), LAUNCH_SECONDS * 1000) + days(1);

/** The newest whose time has come. One that is alone signs in any case. */
export const signingKey = <K extends DatedKey>(keys: Keys<K>, now: Instant): K =>
  keys.reduce((newer, older) => (newer.signsFrom <= now ? newer : older));

/** Until when a key verifies whose successor this is. */
export const verifiesUntil = (successor: DatedKey, lifeMillis: number): Instant =>
  after(successor.signsFrom, lifeMillis + CLOCKS_APART_MILLIS);

/** A moment, and how long what a key signs may be good. */
type Lifetime = { now: Instant; lifeMillis: number };

/** All but those whose last signature has run out; one that does not sign yet is among them. */
export const verifyingKeys = <K extends DatedKey>(keys: Keys<K>, { now, lifeMillis }: Lifetime): K[] =>
  keys.filter((_, index) => {
    const successor = keys[index - 1];
    return successor === undefined || now < verifiesUntil(successor, lifeMillis);
  });

/** From when on a key signs that is added now. */
export const nextSignsFrom = (keys: Keys<DatedKey>, now: Instant): Instant =>
  latest(after(now, AHEAD_MILLIS), keys[0].signsFrom);

/** Never one that was there before: the newest key is never dropped. */
export const nextKid = (keys: Keys<DatedKey>): string =>
  (Math.max(...keys.map(({ kid }) => Number.parseInt(kid, 36))) + 1).toString(36);

/** A key added; those that have run out go. */
export const rotated = <K extends DatedKey>(keys: Keys<K>, fresh: K, lifetime: Lifetime): [K, ...K[]] => [
  fresh,
  ...verifyingKeys(keys, lifetime),
];
