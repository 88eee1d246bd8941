import { epochOf } from '../../domain/admission.ts';
import { hasDevice, hasEnteredSince } from '../../domain/ended-sessions.ts';
import type { Invitation } from '../../domain/invitation.ts';
import { sessionId } from '../../domain/kaltura-session.ts';
import type { Instant } from '../../domain/time.ts';
import { listInvitations } from '../adapters/dynamodb/invitations.ts';
import { readSite } from '../adapters/dynamodb/sites.ts';
import { endKalturaSessions } from '../adapters/kaltura/end-session.ts';
import {
  type EndedInRoom,
  type EndedOfInvitation,
  type EndedSessions,
  queueSessions,
} from '../adapters/session-queue.ts';

/** Ends the sessions of one invitation and epoch. There are none unless the site's launcher makes them. */
export async function endSessionsOfInvitation(
  { site: id, invitation, epoch }: EndedOfInvitation,
  now: Instant,
): Promise<void> {
  const site = await readSite(id);
  if (site?.trust.kaltura === undefined || site.trust.launcher.type !== 'kaltura-ks') return;
  await endKalturaSessions(site.trust.kaltura, sessionId(invitation, epoch), now);
}

const PAGE = 250;
/** Longer than a request takes that has read the room before its deletion. */
const LATE_SECONDS = 15;

/**
 * Queues the next page and the guests of one page of a deleted room. After the first, it also queues a second pass for
 * guests whose first entry was in flight. A repeat only ends sessions twice.
 */
export async function endSessionsOfRoom(ended: EndedInRoom): Promise<void> {
  const { site, room, at, after, isLate } = ended;
  const { invitations, last } = await listInvitations({ site, id: room }, PAGE, after);
  const guests = invitations
    .filter(invitation => isGuest(invitation, ended))
    .map(
      (guest): EndedSessions => ({
        kind: 'invitation',
        site,
        room,
        at,
        invitation: guest.id,
        epoch: epochOf(guest),
      }),
    );
  await queue(last === undefined ? guests : [{ ...ended, after: last }, ...guests]);
  if (after === undefined && !isLate) await queue([{ ...ended, isLate: true }], LATE_SECONDS);
}

const isGuest = (invitation: Invitation, { generation, at, isLate }: EndedInRoom): boolean =>
  invitation.generation === generation && (isLate ? hasEnteredSince(invitation, at) : hasDevice(invitation));

/** @throws the error of the first message that was not queued */
async function queue(ended: EndedSessions[], delaySeconds?: number): Promise<void> {
  const [failure] = await queueSessions(ended, delaySeconds);
  if (failure !== undefined) throw failure[1];
}
