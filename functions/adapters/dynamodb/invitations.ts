import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { CalendarEntry } from '../../../domain/calendar-entry.ts';
import { expiryOf, forgottenAt, type Invitation } from '../../../domain/invitation.ts';
import { ANY_NUMBER, type RedeemWrite } from '../../../domain/redeem.ts';
import type { DeletedRoom, Room, RoomDetails } from '../../../domain/room.ts';
import { epochSeconds, type Instant } from '../../../domain/time.ts';
import { INVITATION_PREFIX, invitationKeyParts, keys } from '../../table.ts';
import type { Expression } from './expression.ts';
import { type Clauses, getItem, getItems, type Item, queryItems, toItem, updateItem } from './items.ts';
import { toRoom } from './rooms.ts';

type Ids = { site: string; room: string; id: string };
type Found = { room: Room | DeletedRoom | undefined; invitation: Invitation | undefined };

/** The room and the invitation in one strongly consistent request. */
export async function readInvitation({ site, room, id }: Ids): Promise<Found> {
  const [roomItem, item] = await getItems([keys.room(site, room), keys.invitation(site, room, id)]);
  return { room: toRoom(roomItem), invitation: item && toInvitation(item) };
}

/** An invitation alone, where its room was read already. */
export async function findInvitation({ site, room, id }: Ids): Promise<Invitation | undefined> {
  const item = await getItem(keys.invitation(site, room, id));
  return item && toInvitation(item);
}

/** A page of a room's invitations in the order of their ids, of all the room's lives. */
export async function listInvitations(room: Room, limit: number, after: string | undefined) {
  const { items, last } = await queryItems(keys.room(room.site, room.id).pk, {
    prefix: INVITATION_PREFIX,
    limit,
    after: after === undefined ? undefined : keys.invitation(room.site, room.id, after),
  });
  return { invitations: items.map(toInvitation), last: last && invitationKeyParts(last).id };
}

/** What was written, or the invitation as it stood instead when the condition failed. */
export type Settled = { written: Invitation } | { conflict: Invitation | undefined };

/** Sets what a manager asked for, unless what it was decided from has changed meanwhile. */
export async function changeInvitation(
  invitation: Invitation,
  changes: Partial<Invitation>,
  room: RoomDetails,
): Promise<Settled> {
  const ttl = ttlOf({ ...invitation, ...changes }, room);
  return write(invitation, e => ({
    set: e.assign({ ...changes, ttl }),
    condition: allOf(
      isLink(e, invitation.linkId),
      is(e, 'revokedAt', invitation.revokedAt),
      is(e, 'expiresAt', invitation.expiresAt),
    ),
  }));
}

/** Puts a fresh link beside the current one and its mail in the queue, if no other request came first. */
export async function saveFreshLink(
  invitation: Invitation,
  changes: Required<Pick<Invitation, 'freshLink' | 'freshLinkRequests' | 'delivery'>>,
  room: RoomDetails,
): Promise<Settled> {
  return write(invitation, e => ({
    set: e.assign({ ...changes, ttl: ttlOf(invitation, room) }),
    condition: allOf(
      isLink(e, invitation.linkId),
      isAsAlive(e, invitation),
      is(e, 'freshLinkRequests', invitation.freshLinkRequests),
    ),
  }));
}

type Mailed = Pick<Invitation, 'delivery' | 'calendarEntry'>;

/** How a mail went, and what it brought along, if the invitation's mail still stands as it was read. */
export async function recordDelivery(invitation: Invitation, mailed: Mailed): Promise<Settled> {
  const { delivery, calendarEntry } = invitation;
  return write(invitation, e => ({
    set: e.assign(mailed),
    condition: allOf(
      is(e, ['delivery', 'mail'], delivery.mail),
      `${e.name('delivery', 'state')} = ${e.value(delivery.state)}`,
      is(e, 'calendarEntry', calendarEntry),
    ),
  }));
}

/** That an entry was taken back, unless a newer mail has come in between. */
export async function recordWithdrawal(
  invitation: Invitation,
  calendarEntry: CalendarEntry,
): Promise<Settled> {
  return write(invitation, e => ({
    set: e.assign({ calendarEntry }),
    condition: is(e, 'calendarEntry', invitation.calendarEntry),
  }));
}

/**
 * The one write of a redeem: binds the device, counts a wrong address, or checks that a right one still counts.
 * Its condition repeats all that the decision was made from.
 */
export async function writeRedeem(
  invitation: Invitation,
  redeemWrite: RedeemWrite,
  { room, linkId, now }: { room: RoomDetails; linkId: string; now: Instant },
): Promise<Settled> {
  return write(invitation, e => {
    const isAlive = isAsAlive(e, invitation);
    // Also for a right address: of many that are tried at once it must not slip in among the wrong ones.
    const sameAttempts = () => is(e, 'wrongEmails', invitation.wrongEmails);
    switch (redeemWrite.kind) {
      case 'right_email':
        return { condition: allOf(isEitherLink(e, linkId), isAlive, sameAttempts()) };
      case 'wrong_email':
        return {
          set: e.assign({ wrongEmails: redeemWrite.wrongEmails }),
          condition: allOf(isEitherLink(e, linkId), isAlive, sameAttempts()),
        };
      case 'enter': {
        const { set, remove, condition } = bind(e, invitation, { ...redeemWrite, now });
        const ttl = e.assign({ ttl: ttlOf(invitation, room) });
        return {
          set: [...set, ...ttl],
          remove,
          condition: allOf(condition, isAlive, redeemWrite.typed ? sameAttempts() : undefined),
        };
      }
    }
  });
}

type Entry = Extract<RedeemWrite, { kind: 'enter' }> & { now: Instant };

function bind(e: Expression, { linkId, freshLink }: Invitation, entry: Entry) {
  const { device, places, forget, startsOver, now } = entry;
  if (startsOver && freshLink !== undefined) {
    return {
      set: e.assign({ ...freshLink, devices: { [device]: now } }),
      remove: [e.name('freshLink')],
      condition: isFreshLink(e, freshLink.linkId),
    };
  }
  return {
    set: [`${e.name('devices', device)} = ${e.value(now)}`],
    remove: forget.map(each => e.name('devices', each)),
    condition: allOf(isLink(e, linkId), hasPlace(e, places)),
  };
}

async function write(invitation: Ids, clauses: (e: Expression) => Clauses): Promise<Settled> {
  const { site, room, id } = invitation;
  const { written, before } = await updateItem(keys.invitation(site, room, id), clauses);
  return written === undefined
    ? { conflict: before && toInvitation(before) }
    : { written: toInvitation(written) };
}

/** DynamoDB refuses parentheses around parentheses, hence none around a condition that is the only one. */
const allOf = (...conditions: (string | undefined)[]): string => {
  const [first = '', ...others] = conditions.filter(condition => condition !== undefined);
  return others.length === 0 ? first : [first, ...others].map(condition => `(${condition})`).join(' AND ');
};

const isLink = (e: Expression, linkId: string) => `${e.name('linkId')} = ${e.value(linkId)}`;

const isFreshLink = (e: Expression, linkId: string) =>
  `${e.name('freshLink', 'linkId')} = ${e.value(linkId)}`;

const isEitherLink = (e: Expression, linkId: string) => `${isLink(e, linkId)} OR ${isFreshLink(e, linkId)}`;

/** Not revoked, and with the expiry that was judged when it was read. */
const isAsAlive = (e: Expression, { expiresAt }: Invitation) =>
  allOf(is(e, 'revokedAt', undefined), is(e, 'expiresAt', expiresAt));

const hasPlace = (e: Expression, places: number) =>
  places === ANY_NUMBER ? undefined : `size(${e.name('devices')}) < ${e.value(places)}`;

const is = (e: Expression, path: string | string[], value: unknown) => {
  const name = e.name(...[path].flat());
  return value === undefined ? `attribute_not_exists(${name})` : `${name} = ${e.value(value)}`;
};

export const ttlOf = (invitation: Invitation, room: Pick<RoomDetails, 'startsAt' | 'endsAt'>): number =>
  epochSeconds(forgottenAt(expiryOf(invitation, room)));

/** The domain's invitation of an item; its ids stand in the key. */
export function toInvitation(item: Item): Invitation {
  const { pk, sk, ttl: _, ...attributes } = item;
  return { ...invitationKeyParts({ pk, sk }), ...attributes } as Invitation;
}

type Image = NonNullable<DynamoDBRecord['dynamodb']>['NewImage'];

/** The invitation of a record of the table's stream, and when the database may forget it. */
export function invitationOfImage(image: Image): { invitation: Invitation; ttl: number } | undefined {
  if (image === undefined) return undefined;
  const item = toItem(image as Record<string, AttributeValue>);
  return { invitation: toInvitation(item), ttl: item.ttl };
}
