import { epochOf } from './admission.ts';
import type { Invitation } from './invitation.ts';
import { type DeletedRoom, isDeleted, type Room } from './room.ts';
import { days, type Instant, after as later, minutes } from './time.ts';

/** Which Kaltura sessions a write ends, and how long Roompass tries (docs/contract.md#6-site-settings-and-trust). */

/** @returns the epoch whose sessions a write ended, or undefined if it ended none, or nobody can have one */
export function endedEpoch(before: Invitation | undefined, after: Invitation): number | undefined {
  // Sessions are only given to bound devices, and a write that unbinds devices raises the epoch.
  if (before === undefined || !hasDevice(before)) return undefined;
  return epochOf(after) > epochOf(before) ? epochOf(before) : undefined;
}

export const hasDevice = ({ devices }: Pick<Invitation, 'devices'>): boolean =>
  Object.keys(devices).length > 0;

type StoredRoom = Room | DeletedRoom | undefined;

/** @returns the generation whose guests' sessions a write ended, if it deleted the room */
export function endedGeneration(before: StoredRoom, after: StoredRoom): number | undefined {
  if (before === undefined || after === undefined) return undefined;
  return isDeleted(after) && !isDeleted(before) ? before.generation : undefined;
}

/** A request that began before the write may make a session a little later. */
const IN_FLIGHT = minutes(1);

/** Whether all sessions that a write at `at` ended have expired: they live less than a day. */
export const haveExpired = (at: Instant, now: Instant): boolean => now > later(at, days(1) + IN_FLIGHT);

/** Whether a device entered at about the time of the write, or later. */
export const hasEnteredSince = ({ devices }: Pick<Invitation, 'devices'>, at: Instant): boolean =>
  Object.values(devices).some(entry => later(entry.at, IN_FLIGHT) > at);

const LONGEST_QUICK_SECONDS = 5;
/** With {@link LONGEST_QUICK_SECONDS}, the first ten minutes. */
const QUICK_TRIES = 122;
const SLOW_SECONDS = 120;

/** The wait after so many tries: seconds at first, so that sessions end soon after an outage of minutes. */
export const retrySeconds = (tries: number): number =>
  tries > QUICK_TRIES ? SLOW_SECONDS : Math.min(2 ** (tries - 1), LONGEST_QUICK_SECONDS);
