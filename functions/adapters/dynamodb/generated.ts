import {
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Invitation } from '../../../domain/invitation.ts';
import type { LinkSeed } from '../../../domain/link.ts';
import { Problem } from '../../../domain/problems.ts';
import type { Room } from '../../../domain/room.ts';
import { after, days, epochSeconds, type Instant } from '../../../domain/time.ts';
import { type Key, keys } from '../../table.ts';
import { dynamodb, tableName } from './client.ts';
import { Expression } from './expression.ts';
import { toInvitation, ttlOf } from './invitations.ts';
import { type Clauses, type Item, toItem, transactUpdate, updateItem } from './items.ts';

/** Writes invitations that were generated, alone or together with the record of an Idempotency-Key. */

/**
 * One write where the person has none here or one of this life of the room: the item itself tells afterwards which
 * it was. Only one that is left from a deleted room takes a second write, or a third where somebody else replaced
 * it in between.
 */
export async function saveGenerated(
  invitation: Invitation,
  room: Room,
): Promise<{ invitation: Invitation; isNew: boolean }> {
  for (const [assign, comparison] of [
    [upsert, '='],
    [replace, '<'],
    [upsert, '='],
  ] as const) {
    const { written } = await updateItem(keyOf(invitation), e => ({
      ...assign(e, invitation, room),
      condition: `attribute_not_exists(pk) OR ${e.name('generation')} ${comparison} ${e.value(invitation.generation)}`,
    }));
    if (written === undefined) continue;
    const saved = toInvitation(written);
    return { invitation: saved, isNew: saved.firstLinkId === invitation.linkId };
  }
  throw new Problem('temporarily_unavailable', { retryAfterSeconds: 1 });
}

/** What an Idempotency-Key stands for: what is needed to answer again, but never the link itself. */
export type IdempotencyRecord = {
  bodyHash: string;
  isNew: boolean;
  /** The invitation as JSON, so that the answer stays the same to the letter. */
  answer: string;
  generation: number;
  seed: LinkSeed;
};

type Once = {
  key: Key;
  record: IdempotencyRecord;
  invitation: Invitation;
  /** The invitation as it was read; the write holds only while it stands so. */
  before: Invitation | undefined;
  room: Room;
  now: Instant;
};

/**
 * The same write, and in one transaction with it the record of its key: both or neither.
 * @returns the record that was there first, or that the invitation has changed meanwhile, or is just being changed
 */
export async function saveGeneratedOnce(
  once: Once,
): Promise<'saved' | 'invitation_changed' | IdempotencyRecord> {
  try {
    await dynamodb().send(
      new TransactWriteItemsCommand({ TransactItems: [putRecord(once), updateInvitation(once)] }),
    );
    return 'saved';
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const [onRecord, onInvitation] = error.CancellationReasons ?? [];
    if (onRecord?.Code === 'ConditionalCheckFailed') return toItem(onRecord.Item ?? {}).record;
    const isOvertaken = [onRecord, onInvitation].some(reason => reason?.Code === 'TransactionConflict');
    if (isOvertaken || onInvitation?.Code === 'ConditionalCheckFailed') return 'invitation_changed';
    throw new Problem('temporarily_unavailable', { retryAfterSeconds: 1 });
  }
}

function putRecord({ key, record, now }: Once): TransactWriteItem {
  const e = new Expression();
  return {
    Put: {
      TableName: tableName(),
      Item: marshall(
        { ...key, record, ttl: epochSeconds(after(now, days(1))) },
        { removeUndefinedValues: true },
      ),
      ConditionExpression: `attribute_not_exists(pk) OR ${e.name('ttl')} <= ${e.value(epochSeconds(now))}`,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      ...e.parameters,
    },
  };
}

function updateInvitation({ invitation, before, room }: Once): TransactWriteItem {
  return transactUpdate(keyOf(invitation), e => ({
    ...replace(e, invitation, room),
    condition:
      before === undefined ? 'attribute_not_exists(pk)' : `${e.name('linkId')} = ${e.value(before.linkId)}`,
  }));
}

/** The record of a key, which counts for 24 hours, also where the database has not deleted it yet. */
export const toRecord = (item: Item | undefined, now: Instant): IdempotencyRecord | undefined =>
  item !== undefined && item.ttl > epochSeconds(now) ? item.record : undefined;

const keyOf = ({ site, room, id }: Invitation): Key => keys.invitation(site, room, id);

/** Attributes of an earlier generation that a new one does away with. */
const FORGOTTEN = ['revokedAt', 'wrongEmails', 'freshLink'] as const;

/** Keeps what an earlier generation in the same life of the room has left: when it was first made. */
function upsert(e: Expression, invitation: Invitation, room: Room): Clauses {
  const { createdAt, firstLinkId, ...current } = stored(invitation, room);
  const keep = (name: string, value: unknown) =>
    `${e.name(name)} = if_not_exists(${e.name(name)}, ${e.value(value)})`;
  return {
    set: [...e.assign(current), keep('createdAt', createdAt), keep('firstLinkId', firstLinkId)],
    remove: removed(e, invitation),
  };
}

function replace(e: Expression, invitation: Invitation, room: Room): Clauses {
  return { set: e.assign(stored(invitation, room)), remove: removed(e, invitation) };
}

function stored(invitation: Invitation, room: Room) {
  const { site: _site, room: _room, id: _id, ...attributes } = invitation;
  return { ...attributes, ttl: ttlOf(invitation, room) };
}

const removed = (e: Expression, { expiresAt }: Invitation): string[] =>
  [...FORGOTTEN, ...(expiresAt === undefined ? ['expiresAt'] : [])].map(name => e.name(name));
