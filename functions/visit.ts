import { type Admission, launchUrl } from '../domain/admission.ts';
import { expiryOf } from '../domain/invitation.ts';
import { Problem } from '../domain/problems.ts';
import type { Redemption } from '../domain/redeem.ts';
import { permissionsByRole } from '../domain/role.ts';
import { faceOf, type Site } from '../domain/site.ts';
import type { Instant } from '../domain/time.ts';
import { readSite } from './adapters/dynamodb/sites.ts';
import { signLaunchToken, signTicket } from './adapters/tickets.ts';

/** What an invitee is answered, by redeem and by session alike. */

type Visit = Omit<Redemption, 'state' | 'write'> & { state: Exclude<Redemption['state'], Problem> };
type Entrance = { device: string; linkId: string; userId?: string | undefined };

/** The site of a genuine link; one that operations have taken away is a room that does not exist any more. */
export async function requireSite(id: string): Promise<Site> {
  const site = await readSite(id);
  if (site === undefined) throw new Problem('room_deleted');
  return site;
}

export async function visitAnswer(
  visit: Visit,
  { site, entrant, now }: { site: Site; entrant: Entrance; now: Instant },
) {
  const { state, known, invitation, room } = visit;
  const { title, description, startsAt, endsAt, timeZone, speakers } = room;
  const { firstName, lastName, role } = invitation;
  const permissions = permissionsByRole[role];
  return {
    state,
    known,
    now,
    locale: invitation.locale,
    site: faceOf(site),
    room: { title, description, startsAt, endsAt, timeZone, speakers },
    ...(known && {
      invitation: { firstName, lastName, role, permissions, expiresAt: expiryOf(invitation, room) },
    }),
    ...(state === 'admitted' && { role, permissions, ...(await admit(visit, { site, entrant, now })) }),
  };
}

async function admit(
  { invitation, room }: Visit,
  { site, entrant, now }: { site: Site; entrant: Entrance; now: Instant },
): Promise<Admission> {
  const who = { ...entrant, invitation };
  const joinUrl =
    room.joinUrl ??
    launchUrl(site.trust.launcher.template, {
      roomId: room.id,
      launchToken: await signLaunchToken(who, now),
    });
  return { joinUrl, ...(await signTicket(who, now)) };
}
