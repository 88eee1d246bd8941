import { ConditionalCheckFailedException, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { dynamodb, tableName } from '../../functions/adapters/dynamodb/client.ts';
import { Expression } from '../../functions/adapters/dynamodb/expression.ts';
import { toInvitation, ttlOf } from '../../functions/adapters/dynamodb/invitation-items.ts';
import { type Item, toItem } from '../../functions/adapters/dynamodb/items.ts';
import type { Key } from '../../functions/adapters/dynamodb/table.ts';
import { type End, endOf } from './ended.ts';
import { OPERATIONS } from './operations.ts';
import { forEachRoomItem, isInvitation, pace } from './walk.ts';

export type Reconciliation = {
  old: string;
  /** Writes per second. */
  rate: number;
  dryRun: boolean;
};

/**
 * Ends in this restored table what was ended in the old table since the restore point: links that were revoked or
 * replaced, and rooms that were deleted. The old item replaces the restored one, so that the newest link keeps
 * working. Idempotent: a second run finds what the first left.
 * @returns lines for the operator
 */
export async function reconcile({ old, rate, dryRun }: Reconciliation): Promise<string[]> {
  const counts = { room: 0, revoked: 0, shortened: 0, replaced: 0, unclear: 0, unreadable: 0 };
  const next = pace(rate);

  const visit = async (restored: Item): Promise<void> => {
    const decision = decide(restored, await readItem(old, restored));
    if (decision === undefined) return;
    if (decision === 'unreadable') {
      counts.unreadable += 1;
      return;
    }
    await next();
    const instead = dryRun ? undefined : await putInPlaceOf(restored, decision.item);
    if (instead !== undefined) return visit(instead);
    counts[decision.reason] += 1;
  };

  const said = () => {
    const { room, revoked, shortened, replaced, unclear, unreadable } = counts;
    return [
      `rooms deleted: ${room}`,
      `invitations revoked: ${revoked}`,
      `expiries shortened: ${shortened}`,
      `links replaced: ${replaced}`,
      `revoked, because it is unclear which link is newer: ${unclear}`,
      `not changed, because the invitation in the old table is damaged: ${unreadable}`,
    ];
  };
  await forEachRoomItem(visit, () => said().join(', '));
  return said();
}

type Decision = { reason: 'room' | End; item: Item };

/** The attributes of an invitation that the decision needs. */
const NEEDED = ['generation', 'linkId', 'generatedAt', 'updatedAt', 'devices'];

/** The item that replaces a restored item, and why. @returns undefined if the restored item may stay */
function decide(restored: Item, old: Item | undefined): Decision | 'unreadable' | undefined {
  if (old === undefined) return undefined;
  // A room's generation rises with each deletion, and links of an earlier generation are dead.
  if (!isInvitation(restored))
    return old.generation > restored.generation ? { reason: 'room', item: old } : undefined;
  if (NEEDED.some(name => old[name] === undefined)) return 'unreadable';
  const reason = endOf(toInvitation(restored), toInvitation(old));
  if (reason === undefined) return undefined;
  if (reason !== 'unclear') return { reason, item: { ...old, ttl: ttlOf(toInvitation(old)) } };
  const now = new Date().toISOString();
  return { reason, item: { ...restored, revokedAt: now, updatedAt: now, changedBy: OPERATIONS } };
}

async function readItem(table: string, { pk, sk }: Key): Promise<Item | undefined> {
  const { Item } = await dynamodb().send(
    new GetItemCommand({ TableName: table, Key: marshall({ pk, sk }), ConsistentRead: true }),
  );
  return Item && toItem(Item);
}

/**
 * Replaces an item by a conditional write.
 * @returns the current item if it has changed; undefined if it was replaced or is gone
 */
async function putInPlaceOf(read: Item, item: Item): Promise<Item | undefined> {
  const e = new Expression();
  const unchanged = ['generation', 'linkId', 'revokedAt', 'updatedAt', 'devices'].map(name =>
    read[name] === undefined
      ? `attribute_not_exists(${e.name(name)})`
      : `${e.name(name)} = ${e.value(read[name])}`,
  );
  try {
    await dynamodb().send(
      new PutItemCommand({
        TableName: tableName(),
        Item: marshall(item),
        ConditionExpression: ['attribute_exists(pk)', ...unchanged].join(' AND '),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        ...e.parameters,
      }),
    );
    return undefined;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return error.Item && toItem(error.Item);
  }
}
