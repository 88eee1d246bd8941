import type { Invitation } from '../../../domain/invitation.ts';
import type { Expression } from './expression.ts';
import { toInvitation, ttlOf } from './invitation-items.ts';
import { type Clauses, updateItem } from './items.ts';
import { keys } from './table.ts';

/** A conditional write of an invitation, and the conditions that such writes share. */

/** What was written, or, if the condition failed, the stored invitation. */
export type WriteOutcome = { written: Invitation } | { conflict: Invitation | undefined };

export async function write(
  invitation: Invitation,
  clauses: (e: Expression) => Clauses,
): Promise<WriteOutcome> {
  const { site, room, id } = invitation;
  const { written, before } = await updateItem(keys.invitation(site, room, id), e =>
    withTtl(e, invitation, clauses(e)),
  );
  return written === undefined
    ? { conflict: before && toInvitation(before) }
    : { written: toInvitation(written) };
}

/** Every write that changes something sets the `ttl`, and fails if the invitation was generated again meanwhile. */
function withTtl(e: Expression, invitation: Invitation, clauses: Clauses): Clauses {
  const { set, condition } = clauses;
  if (set === undefined) return clauses;
  return {
    ...clauses,
    set: [...set, ...e.assign({ ttl: ttlOf(invitation) })],
    condition: allOf(condition, is(e, 'generatedAt', invitation.generatedAt)),
  };
}

/** DynamoDB refuses redundant parentheses, so a single condition gets none. */
export const allOf = (...conditions: (string | undefined)[]): string => {
  const [first = '', ...others] = conditions.filter(condition => condition !== undefined);
  return others.length === 0 ? first : [first, ...others].map(condition => `(${condition})`).join(' AND ');
};

export const isLink = (e: Expression, linkId: string, isFresh = false) =>
  is(e, isFresh ? ['freshLink', 'linkId'] : 'linkId', linkId);

export const isDelivery = (e: Expression, { mail, state }: Invitation['delivery']) =>
  allOf(is(e, ['delivery', 'mail'], mail), is(e, ['delivery', 'state'], state));

/** Not revoked, and with the same given expiry as when it was read. */
export const isAsAlive = (e: Expression, { expiresAt }: Invitation) =>
  allOf(is(e, 'revokedAt', undefined), is(e, 'expiresAt', expiresAt));

export const is = (e: Expression, path: string | string[], value: unknown) => {
  const name = e.name(...[path].flat());
  return value === undefined ? `attribute_not_exists(${name})` : `${name} = ${e.value(value)}`;
};

/** In the same write that ends the earlier Kaltura sessions of an invitee, so that no session can be made in between. */
export const raisedEpoch = (e: Expression): string => `${e.name('sessionEpoch')} ${e.value(1)}`;
