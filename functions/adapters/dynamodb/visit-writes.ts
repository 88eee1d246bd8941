import type { Invitation } from '../../../domain/invitation.ts';
import { isFreshLink, type RedeemWrite, wrongAddressesOn } from '../../../domain/redeem.ts';
import type { Expression } from './expression.ts';
import { packEntry } from './invitation-items.ts';
import {
  allOf,
  is,
  isAsAlive,
  isDelivery,
  isLink,
  raisedEpoch,
  type WriteOutcome,
  write,
} from './write-invitation.ts';

/** What invitees write to an invitation. */

/** Stores a fresh link next to the current one and queues its mail, if no other request or mail wrote first. */
export async function saveFreshLink(
  invitation: Invitation,
  changes: Required<Pick<Invitation, 'freshLink' | 'freshLinkRequests' | 'delivery'>>,
): Promise<WriteOutcome> {
  const { linkId, freshLinkRequests, freshLink, delivery } = invitation;
  return write(invitation, e => ({
    set: e.assign(changes),
    condition: allOf(
      isLink(e, linkId),
      isAsAlive(e, invitation),
      is(e, 'freshLinkRequests', freshLinkRequests),
      // The whole fresh link, including its count of wrong addresses.
      is(e, 'freshLink', freshLink),
      isDelivery(e, delivery),
    ),
  }));
}

/**
 * The single conditional write of a redeem: binds the device, counts a wrong address, or checks that a right address
 * still counts. Its condition repeats everything that the decision read.
 */
export async function writeRedeem(
  invitation: Invitation,
  redeemWrite: RedeemWrite,
  linkId: string,
): Promise<WriteOutcome> {
  const isFresh = isFreshLink(linkId, invitation);
  const path = isFresh ? ['freshLink', 'wrongAddresses'] : ['wrongAddresses'];
  return write(invitation, e => {
    // The role decides when the invitee may enter. IAM forbids naming it here, but a promotion sets `updatedAt`.
    const sameRole = is(e, 'updatedAt', invitation.updatedAt);
    const isOpen = allOf(isLink(e, linkId, isFresh), isAsAlive(e, invitation), sameRole);
    // Also for a right address: many tries in parallel must not get it past the lock.
    const sameAttempts = () => is(e, path, wrongAddressesOn(linkId, invitation));
    switch (redeemWrite.kind) {
      case 'right_email':
        return { condition: allOf(isOpen, sameAttempts()) };
      case 'wrong_email':
        return {
          set: [`${e.name(...path)} = ${e.value(redeemWrite.wrongAddresses)}`],
          condition: allOf(isOpen, sameAttempts()),
        };
      case 'enter': {
        const { condition, ...clauses } = isFresh
          ? startOver(e, invitation, redeemWrite)
          : bind(e, redeemWrite);
        return {
          ...clauses,
          condition: allOf(isOpen, condition, redeemWrite.typed ? sameAttempts() : undefined),
        };
      }
    }
  });
}

type Enter = Extract<RedeemWrite, { kind: 'enter' }>;

const bind = (e: Expression, { device, entry, places }: Enter) => ({
  set: [`${e.name('devices', device)} = ${e.value(packEntry(entry))}`],
  condition: `size(${e.name('devices')}) < ${e.value(places)}`,
});

/** The fresh link replaces the current one, keeps its count of wrong addresses, and unbinds all other devices. */
function startOver(e: Expression, { freshLink }: Invitation, { device, entry }: Enter) {
  const counts = freshLink?.wrongAddresses !== undefined;
  return {
    set: e.assign({ ...freshLink, devices: { [device]: packEntry(entry) } }),
    remove: [e.name('freshLink'), ...(counts ? [] : [e.name('wrongAddresses')])],
    add: [raisedEpoch(e)],
    condition: is(e, 'freshLink', freshLink),
  };
}
