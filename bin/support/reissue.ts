import { reissued } from '../../domain/generate.ts';
import { type Invitation, statusOf } from '../../domain/invitation.ts';
import { isMailAvailableTo } from '../../domain/mail.ts';
import { isDeleted, sessionPhase } from '../../domain/room.ts';
import { toInvitation } from '../../functions/adapters/dynamodb/invitation-items.ts';
import { readInvitation } from '../../functions/adapters/dynamodb/invitations.ts';
import type { Item } from '../../functions/adapters/dynamodb/items.ts';
import { saveReissued } from '../../functions/adapters/dynamodb/save-generated.ts';
import { readSite } from '../../functions/adapters/dynamodb/sites.ts';
import { isKeyInForce, newLinkSeed } from '../../functions/adapters/links.ts';
import { randomId } from '../../functions/runtime/random-id.ts';
import { OPERATIONS } from './operations.ts';
import { forEachRoomItem, isInvitation, pace } from './walk.ts';

export type Reissuing = {
  /** New links per second. */
  rate: number;
  dryRun: boolean;
};

/**
 * Gives a new link to every active invitation whose link's key was removed; the table's stream triggers the mail. It
 * skips links whose key is in force, so it is idempotent: a second run finds what the first left.
 * @returns lines for the operator, with the links that no mail is sent for
 */
export async function reissue({ rate, dryRun }: Reissuing): Promise<string[]> {
  const counts = { seen: 0, mailed: 0, over: 0 };
  const unmailed: string[] = [];
  const next = pace(rate);

  const visit = async (item: Item) => {
    if (!isInvitation(item)) return;
    counts.seen += 1;
    const found = await findDead(toInvitation(item));
    if (found === undefined) return;
    const { invitation, mailing } = found;
    await next();
    if (!dryRun && !(await save(invitation, mailing))) return;
    if (mailing === 'mailed' || mailing === 'over') counts[mailing] += 1;
    else
      unmailed.push(
        `not mailed: site ${invitation.site}, room ${invitation.room}, invitation ${invitation.id}`,
      );
  };

  const said = () => {
    const { seen, mailed, over } = counts;
    const all = mailed + over + unmailed.length;
    return `${seen} invitations: ${all} with a new link, of which ${mailed} mailed, ${over} not mailed because the session has ended, ${unmailed.length} not mailed because the site sends no mail`;
  };
  await forEachRoomItem(visit, said);
  return [said(), ...unmailed.sort()];
}

type Mailing = 'mailed' | 'over' | 'unavailable';
type Dead = { invitation: Invitation; mailing: Mailing };

/** Reads the invitation again, consistently. @returns undefined unless it is active with a link that cannot work */
async function findDead(scanned: Invitation): Promise<Dead | undefined> {
  if (scanned.revokedAt !== undefined || (await isKeyInForce(scanned.keyId))) return undefined;
  const { room, invitation } = await readInvitation(scanned);
  const site = await readSite(scanned.site);
  if (site === undefined || room === undefined || isDeleted(room)) return undefined;
  if (invitation === undefined || invitation.generation !== room.generation) return undefined;
  const now = new Date().toISOString();
  const status = statusOf(invitation, room, now);
  if (status === 'revoked' || status === 'expired' || (await isKeyInForce(invitation.keyId)))
    return undefined;
  if (sessionPhase(room, now) === 'over') return { invitation, mailing: 'over' };
  return {
    invitation,
    mailing: isMailAvailableTo(invitation.email, site.settings) ? 'mailed' : 'unavailable',
  };
}

async function save(invitation: Invitation, mailing: Mailing): Promise<boolean> {
  const changes = reissued({
    seed: await newLinkSeed(),
    mail: mailing === 'mailed' ? randomId() : undefined,
    requestId: 'reissue',
    by: OPERATIONS,
    now: new Date().toISOString(),
  });
  return saveReissued(invitation, changes);
}
