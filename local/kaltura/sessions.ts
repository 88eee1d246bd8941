import { openKs, privilegeOf, type Session } from './ks.ts';
import type { Directory } from './model.ts';

/** How long Kaltura remembers that a `sessionid` was ended. */
const SESSION_ID_BLOCK_MILLIS = 24 * 60 * 60 * 1000;

/** Why a session is refused, with the numbers and names of Kaltura's messages. */
export type Refusal = '-1,INVALID_STR' | '-5,EXPIRED' | '-6,LOGOUT';

export type Checked =
  | { readonly session: Session; readonly refusal?: never }
  | { readonly session?: never; readonly refusal: Refusal };

export function checkKs(directory: Directory, ks: string, now: Date): Checked {
  const session = openKs(ks, { [directory.partnerId]: directory.adminSecrets });
  if (!session) return { refusal: '-1,INVALID_STR' };
  if (session.expiry <= Math.floor(now.getTime() / 1000)) return { refusal: '-5,EXPIRED' };
  return isEnded(directory, session, now) ? { refusal: '-6,LOGOUT' } : { session };
}

/** Ends a session and all others with its `sessionid`, also those that are made later. */
export function endSession(directory: Directory, session: Session, now: Date): void {
  directory.endedSessions.add(session.ks);
  const id = privilegeOf(session, 'sessionid');
  if (id) directory.endedSessionIds.set(id, now);
}

function isEnded({ endedSessions, endedSessionIds }: Directory, session: Session, now: Date): boolean {
  if (endedSessions.has(session.ks)) return true;
  const endedAt = endedSessionIds.get(privilegeOf(session, 'sessionid') ?? '');
  return endedAt !== undefined && now.getTime() - endedAt.getTime() < SESSION_ID_BLOCK_MILLIS;
}
