import type { Admission } from '../../domain/admission.ts';
import { opensAt } from '../../domain/early-entry.ts';
import { expiryOf } from '../../domain/invitation.ts';
import { isFresh, isFromKaltura } from '../../domain/kaltura-room.ts';
import type { Link } from '../../domain/link.ts';
import { Problem } from '../../domain/problems.ts';
import type { Destination, Visit } from '../../domain/redeem.ts';
import { permissionsByRole } from '../../domain/role.ts';
import { faceOf, type Site } from '../../domain/site.ts';
import type { Instant } from '../../domain/time.ts';
import { readInvitation } from '../adapters/dynamodb/invitations.ts';
import { readSite } from '../adapters/dynamodb/sites.ts';
import { requestRefresh } from '../adapters/room-queue.ts';
import { signTicket } from '../adapters/tickets.ts';
import type { AboutSite } from '../http/endpoint.ts';
import { joinUrlOf } from './join-url.ts';

/**
 * Reads everything that a genuine link leads to, in one read. From here on, problems name the link's site. If
 * operations have removed the site, the room counts as deleted. A room from Kaltura may be of any age here: if it is
 * older than a minute, its refresh in the background is requested.
 * @throws `room_deleted`
 */
export async function readDestination(
  link: Link,
  { aboutSite, now }: { aboutSite: AboutSite; now: Instant },
): Promise<Destination & { site: Site }> {
  const site = await readSite(link.site);
  if (site === undefined) throw new Problem('room_deleted');
  const { settings } = site;
  aboutSite(site, settings.defaultLocale);
  const found = await readInvitation({ site: link.site, room: link.room, id: link.invitation });
  aboutSite(site, found.invitation?.locale ?? settings.defaultLocale);
  if (isFromKaltura(site.trust, link.room) && !isFresh(found.room, now))
    await requestRefresh({ site: link.site, room: link.room }, now);
  return { link, ...found, settings, site };
}

type Entrance = { site: Site; device: string; linkId: string; now: Instant };

/** The answer to an invitee, the same for redeem and session. */
export async function visitAnswer(visit: Visit, entrance: Entrance) {
  const { state, known, invitation, room } = visit;
  const { title, description, startsAt, endsAt, timeZone, speakers } = room;
  const { firstName, lastName, role, locale } = invitation;
  const permissions = permissionsByRole[role];
  return {
    state,
    known,
    now: entrance.now,
    locale,
    site: faceOf(entrance.site),
    room: { title, description, startsAt, endsAt, timeZone, speakers },
    // Also for an unknown person, who would see the lobby at that time anyway. It reveals no name.
    ...(state === 'waiting' && { opensAt: opensAt({ room, invitation, settings: entrance.site.settings }) }),
    ...(known && {
      invitation: { firstName, lastName, role, permissions, expiresAt: expiryOf(invitation, room) },
    }),
    ...(state === 'admitted' && { role, permissions, ...(await admit(visit, entrance)) }),
  };
}

async function admit(
  { invitation, room, login }: Visit,
  { site, device, linkId, now }: Entrance,
): Promise<Admission> {
  const { linkReusability } = site.settings.inviteToMedia;
  const entrant = { invitation, device, linkId, login, linkReusability };
  const joinUrl = room.joinUrl ?? (await joinUrlOf(entrant, { site, room, now }));
  return { joinUrl, ...(await signTicket(entrant, now)) };
}
