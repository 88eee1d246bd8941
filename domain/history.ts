import { deliveryView } from './delivery.ts';
import type { Invitation } from './invitation.ts';
import type { Actor } from './person.ts';
import type { Instant } from './time.ts';

/** One thing that happened to an invitation; what else it says depends on its type. */
export type Happening = {
  at: Instant;
  type: 'generated' | 'mailed' | 'entered' | 'promoted' | 'changed' | 'revoked';
  by?: Actor;
  [detail: string]: unknown;
};
export type HistoryEntry = Happening & { id: string };

const CHANGEABLE = ['firstName', 'lastName', 'locale', 'expiresAt'] as const;

/** What one write to an invitation meant, told from what stood before and after it. */
export function happenings(before: Invitation | undefined, after: Invitation): Happening[] {
  if (before === undefined || isGeneratedAgain(before, after)) {
    const { generatedAt: at, createdBy: by, role } = after;
    return [{ at, type: 'generated', by, role }, ...mailing(undefined, after)];
  }
  return [
    ...managing(before, after),
    ...entering(before, after),
    ...mailing(before, after),
    ...withdrawing(before, after),
  ];
}

/** A fresh link that takes the current one's place is no generation. */
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
    .map(([, at]) => ({ at, type: 'entered' }));
}

/** The invitee was told that the invitation was withdrawn, so that the calendar forgets it. */
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
