import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { type Entry, forgottenAt, type Invitation } from '../../../domain/invitation.ts';
import { epochSeconds } from '../../../domain/time.ts';
import { type Item, toItem } from './items.ts';
import { invitationKeyParts } from './table.ts';

/** Converts the items of the table to invitations, and their devices to strings. */

export const ttlOf = (invitation: Pick<Invitation, 'generatedAt'>): number =>
  epochSeconds(forgottenAt(invitation));

/** Converts an item to an invitation. The ids come from the key. */
export function toInvitation(item: Item): Invitation {
  const { pk, sk, ttl: _, devices, ...attributes } = item;
  return { ...invitationKeyParts({ pk, sk }), ...attributes, devices: unpackEntries(devices) } as Invitation;
}

/** Stored as one string, because an item may have 50 devices and must stay small. */
export const packEntry = ({ at, proof = '' }: Entry): string => `${at} ${proof}`.trim();

function unpackEntries(devices: Record<string, string> = {}): Record<string, Entry> {
  const entries = Object.entries(devices).map(([device, packed]): [string, Entry] => {
    const [at = '', proof] = packed.split(' ');
    return [device, { at, ...(proof !== undefined && { proof }) }];
  });
  return Object.fromEntries(entries);
}

type Image = NonNullable<DynamoDBRecord['dynamodb']>['NewImage'];

/** The invitation in a stream record's image, and its TTL in epoch seconds. */
export function invitationOfImage(image: Image): { invitation: Invitation; ttl: number } | undefined {
  if (image === undefined) return undefined;
  const item = toItem(image as Record<string, AttributeValue>);
  return { invitation: toInvitation(item), ttl: item.ttl };
}
