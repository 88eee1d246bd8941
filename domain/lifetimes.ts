import { days, minutes } from './time.ts';

/** How long things of the rules last. Texts that name one of these numbers take it from here. */

/** A link lives at most so long after its generation. */
export const LINK_DAYS = 400;
/** Invitation and history are kept so long after generation, so that managers see expired invitations for a while. */
export const KEPT_DAYS = 490;

export const TICKET_MINUTES = 5;
export const LAUNCH_SECONDS = 60;
/** A device proof is accepted if its time differs from the server's by at most this. */
export const PROOF_SECONDS = 60;

/** The durations of a link's first, second and every later lock (docs/contract.md#redeem, Lock). */
export const LOCK_MILLIS: [number, ...number[]] = [minutes(15), minutes(60), days(1)];
/** The count of wrong addresses starts again after so long without one. */
export const WRONG_ADDRESSES_MILLIS = days(2);

export const FRESH_LINK_APART_MINUTES = 5;

/** The answer under an Idempotency-Key is kept so long. */
export const IDEMPOTENCY_HOURS = 24;

export const CLOCK_SKEW_SECONDS = 60;
/** A login whose token lives longer is refused. */
export const LONGEST_LOGIN_TOKEN_HOURS = 24;
/** An admission rests on a login for at most so long. */
export const LONGEST_LOGIN_HOURS = 12;

/** How long functions cache what they read. */
export const FUNCTION_CACHE_MILLIS = minutes(0.5);
/**
 * A session that Roompass makes for an invitee lives at most so long. Kaltura remembers for a day that a session was
 * ended; the margin is for a session that is sealed just when the earlier one is ended.
 */
export const KALTURA_SESSION_SECONDS = 24 * 3600 - 300;
/** How long functions cache Kaltura’s answer about a caller. */
export const KALTURA_USER_CACHE_MILLIS = minutes(1);
/** How long readers of the published keys may cache them. */
export const PUBLISHED_CACHE_MILLIS = minutes(5);
/** A room from Kaltura that was read so recently is not read again. */
export const KALTURA_ROOM_FRESH_MILLIS = minutes(1);
/** What is known of a room from Kaltura is good for managers so long, while Kaltura does not answer. */
export const KALTURA_ROOM_KNOWN_MILLIS = days(1);
