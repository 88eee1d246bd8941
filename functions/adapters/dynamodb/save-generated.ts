import {
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Invitation } from '../../../domain/invitation.ts';
import { IDEMPOTENCY_HOURS } from '../../../domain/lifetimes.ts';
import type { LinkSeed } from '../../../domain/link.ts';
import { Problem } from '../../../domain/problems.ts';
import { after, epochSeconds, type Instant, minutes } from '../../../domain/time.ts';
import { dynamodb, tableName } from './client.ts';
import { Expression } from './expression.ts';
import { toInvitation, ttlOf } from './invitation-items.ts';
import { type Clauses, getItems, type Item, toItem, transactUpdate, updateItem } from './items.ts';
import { type Key, keys } from './table.ts';
import { raisedEpoch } from './write-invitation.ts';

/** Writes generated invitations, with or without the record of an Idempotency-Key. */

/**
 * Needs one conditional write if the person has no invitation here, or has one of the room's current `generation`;
 * the written item tells which. An item from before the room was deleted needs a second write, or a third if another
 * request replaced it in between.
 */
export async function saveGenerated(
  invitation: Invitation,
): Promise<{ invitation: Invitation; isNew: boolean }> {
  for (const [assign, comparison] of [
    [upsert, '='],
    [replace, '<'],
    [upsert, '='],
  ] as const) {
    const { written } = await updateItem(keyOf(invitation), e => ({
      ...assign(e, invitation),
      condition: `attribute_not_exists(pk) OR ${e.name('generation')} ${comparison} ${e.value(invitation.generation)}`,
    }));
    if (written === undefined) continue;
    const saved = toInvitation(written);
    return { invitation: saved, isNew: saved.firstLinkId === invitation.linkId };
  }
  throw new Problem('temporarily_unavailable', { retryAfterSeconds: 1 });
}

/** The stored record of an Idempotency-Key. It has what a repeated answer needs, but never the link itself. */
export type IdempotencyRecord = {
  bodyHash: string;
  isNew: boolean;
  /** The invitation as JSON, so that a repeated answer is byte-identical. */
  answer: string;
  generation: number;
  seed: LinkSeed;
};

type Once = {
  key: Key;
  record: IdempotencyRecord;
  invitation: Invitation;
  /** The invitation as read. The write is conditional on its link, or on its absence. */
  before: Invitation | undefined;
  now: Instant;
};

/**
 * Writes the invitation and the record of its Idempotency-Key in one transaction.
 * @returns this record, or the one that another request stored first under the key
 * @throws TransactionCanceledException if the invitation has changed since it was read, or another write is in flight
 */
export async function saveGeneratedOnce(once: Once): Promise<IdempotencyRecord> {
  try {
    await dynamodb().send(
      new TransactWriteItemsCommand({ TransactItems: [putRecord(once), updateInvitation(once)] }),
    );
    return once.record;
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const [onRecord] = error.CancellationReasons ?? [];
    if (onRecord?.Code !== 'ConditionalCheckFailed') throw error;
    return toItem(onRecord.Item ?? {}).record;
  }
}

/** Reads the record of an Idempotency-Key and the invitation in one request. */
export async function readOnce(key: Key, invitationKey: Key, now: Instant) {
  const [record, invitation] = await getItems([key, invitationKey]);
  return { record: toRecord(record, now), invitation: invitation && toInvitation(invitation) };
}

function putRecord({ key, record, now }: Once): TransactWriteItem {
  const e = new Expression();
  return {
    Put: {
      TableName: tableName(),
      Item: marshall(
        { ...key, record, ttl: epochSeconds(after(now, minutes(60 * IDEMPOTENCY_HOURS))) },
        { removeUndefinedValues: true },
      ),
      ConditionExpression: `attribute_not_exists(pk) OR ${e.name('ttl')} <= ${e.value(epochSeconds(now))}`,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      ...e.parameters,
    },
  };
}

function updateInvitation({ invitation, before }: Once): TransactWriteItem {
  return transactUpdate(keyOf(invitation), e => ({
    ...replace(e, invitation),
    condition:
      before === undefined ? 'attribute_not_exists(pk)' : `${e.name('linkId')} = ${e.value(before.linkId)}`,
  }));
}

type Reissued = Pick<Invitation, 'linkId' | 'keyId' | 'devices' | 'updatedAt' | 'changedBy' | 'delivery'>;

/**
 * Replaces the link that was read by a new one; `generatedAt` stays.
 * @returns false if the invitation was revoked, or its link replaced, since it was read
 */
export async function saveReissued(invitation: Invitation, changes: Reissued): Promise<boolean> {
  const { written } = await updateItem(keyOf(invitation), e => ({
    set: e.assign({ ...changes, ttl: ttlOf(invitation) }),
    remove: namesThatAre('removed').map(name => e.name(name)),
    add: [raisedEpoch(e)],
    condition: `${e.name('linkId')} = ${e.value(invitation.linkId)} AND attribute_not_exists(${e.name('revokedAt')})`,
  }));
  return written !== undefined;
}

/** The record of a key. It expires after 24 hours, even if DynamoDB's TTL has not deleted it yet. */
export const toRecord = (item: Item | undefined, now: Instant): IdempotencyRecord | undefined =>
  item !== undefined && item.ttl > epochSeconds(now) ? item.record : undefined;

const keyOf = ({ site, room, id }: Invitation): Key => keys.invitation(site, room, id);

type OptionalName = {
  [Name in keyof Invitation]-?: object extends Pick<Invitation, Name> ? Name : never;
}[keyof Invitation];

/** What happens to each optional attribute of an invitation that is generated again. `replaced` removes it if the new one has none. */
const WHEN_GENERATED_AGAIN: Record<OptionalName, 'removed' | 'replaced' | 'kept'> = {
  expiresAt: 'replaced',
  revokedAt: 'removed',
  wrongAddresses: 'removed',
  freshLink: 'removed',
  // The limit of fresh links is for the person.
  freshLinkRequests: 'kept',
  // Raised, so that earlier sessions end.
  sessionEpoch: 'kept',
  // The next mail replaces the entry, or takes it back.
  calendarEntry: 'kept',
};

const namesThatAre = (fate: 'removed' | 'replaced'): OptionalName[] =>
  (Object.keys(WHEN_GENERATED_AGAIN) as OptionalName[]).filter(name => WHEN_GENERATED_AGAIN[name] === fate);

/** Keeps `createdAt` and `firstLinkId` of an earlier invitation in the room's current `generation`. */
function upsert(e: Expression, invitation: Invitation): Clauses {
  const { createdAt, firstLinkId, ...current } = stored(invitation);
  const keep = (name: string, value: unknown) =>
    `${e.name(name)} = if_not_exists(${e.name(name)}, ${e.value(value)})`;
  return {
    set: [...e.assign(current), keep('createdAt', createdAt), keep('firstLinkId', firstLinkId)],
    remove: removed(e, invitation),
    add: [raisedEpoch(e)],
  };
}

function replace(e: Expression, invitation: Invitation): Clauses {
  return { set: e.assign(stored(invitation)), remove: removed(e, invitation), add: [raisedEpoch(e)] };
}

function stored(invitation: Invitation) {
  const { site: _site, room: _room, id: _id, ...attributes } = invitation;
  return { ...attributes, ttl: ttlOf(invitation) };
}

const removed = (e: Expression, invitation: Invitation): string[] =>
  [
    ...namesThatAre('removed'),
    ...namesThatAre('replaced').filter(name => invitation[name] === undefined),
  ].map(name => e.name(name));
