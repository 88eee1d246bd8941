import { lockedUntil, type WrongAddresses } from './attempts.ts';
import { deliveryView } from './delivery.ts';
import type { Invitation } from './invitation.ts';
import type { Actor } from './person.ts';
import type { Instant } from './time.ts';

/** An event in an invitation's history. Its other members depend on its type. */
export type Happening = {
  at: Instant;
  type: 'generated' | 'mailed' | 'entered' | 'promoted' | 'changed' | 'revoked' | 'locked';
  by?: Actor;
  [detail: string]: unknown;
};
export type HistoryEntry = Happening & { id: string };

const CHANGEABLE = ['firstName', 'lastName', 'locale', 'expiresAt'] as const;

/** Derives the history events of one write from the stored invitation before and after it. */
export function happenings(before: Invitation | undefined, after: Invitation): Happening[] {
  if (before === undefined || isGeneratedAgain(before, after))
    return [generating(before, after), ...mailing(undefined, after)];
  return [
    ...managing(before, after),
    ...entering(before, after),
    ...locking(before, after),
    ...mailing(before, after),
    ...withdrawing(before, after),
  ];
}

/** `npm run reissue` gives an invitation a new link without changing `generatedAt`: see `reissued`. */
function generating(before: Invitation | undefined, after: Invitation): Happening {
  const { role } = after;
  return before?.generatedAt === after.generatedAt
    ? { at: after.updatedAt, type: 'generated', by: after.changedBy, role }
    : { at: after.generatedAt, type: 'generated', by: after.createdBy, role };
}

/** A fresh link that replaces the current link does not count as generated again. */
const isGeneratedAgain = (before: Invitation, after: Invitation): boolean =>
  after.linkId !== before.linkId && after.linkId !== before.freshLink?.linkId;

function managing(before: Invitation, after: Invitation): Happening[] {
  const { updatedAt: at, changedBy: by } = after;
  const changed = CHANGEABLE.filter(field => before[field] !== after[field]);
  return [
    ...(after.role === before.role
      ? []
      : [{ at, type: 'promoted', by, from: before.role, to: after.role } as const]),
    ...(changed.length === 0 ? [] : [{ at, type: 'changed', by, fields: changed } as const]),
    ...(after.revokedAt === before.revokedAt ? [] : [{ at, type: 'revoked', by } as const]),
  ];
}

function entering(before: Invitation, after: Invitation): Happening[] {
  return Object.entries(after.devices)
    .filter(([device]) => !Object.hasOwn(before.devices, device) || before.linkId !== after.linkId)
    .map(([, { at }]) => ({ at, type: 'entered' }));
}

/** Wrong addresses have locked typing on a link. Compared by link, because a fresh link keeps its count. */
function locking(before: Invitation, after: Invitation): Happening[] {
  const earlier = wrongAddressesByLink(before);
  return Object.entries(wrongAddressesByLink(after)).flatMap(([linkId, wrong]) => {
    const until = lockedUntil(wrong);
    const isNews = until !== undefined && earlier[linkId]?.at !== wrong.at;
    return isNews ? [{ at: wrong.at, type: 'locked', until } as const] : [];
  });
}

function wrongAddressesByLink({ linkId, wrongAddresses, freshLink }: Invitation) {
  const byLink: Record<string, WrongAddresses> = {};
  if (wrongAddresses !== undefined) byLink[linkId] = wrongAddresses;
  if (freshLink?.wrongAddresses !== undefined) byLink[freshLink.linkId] = freshLink.wrongAddresses;
  return byLink;
}

/** A mail has withdrawn the entry from the invitee's calendar. */
function withdrawing(before: Invitation, { calendarEntry }: Invitation): Happening[] {
  const at = calendarEntry?.withdrawnAt;
  if (at === undefined || at === before.calendarEntry?.withdrawnAt) return [];
  return [{ at, type: 'mailed', state: 'sent', withdrawal: true }];
}

function mailing(before: Invitation | undefined, { delivery }: Invitation): Happening[] {
  const { state, at, reason } = deliveryView(delivery);
  const { mail } = delivery;
  const isNews = before?.delivery.state !== state || before.delivery.mail !== mail;
  if (state === 'not_requested' || !isNews) return [];
  return [{ at, type: 'mailed', state, ...(reason !== undefined && { reason }) }];
}
