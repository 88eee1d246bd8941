import type { Invitation } from '../../domain/invitation.ts';
import type { Expression } from '../../functions/adapters/dynamodb/expression.ts';
import { toInvitation, ttlOf } from '../../functions/adapters/dynamodb/invitation-items.ts';
import { type Item, queryItems, updateItem } from '../../functions/adapters/dynamodb/items.ts';
import { type Key, keys } from '../../functions/adapters/dynamodb/table.ts';
import { forEachRoomItem, isInvitation, pace } from './walk.ts';

export type Correction = {
  /** Writes per second. */
  rate: number;
  dryRun: boolean;
};

/**
 * Sets the TTL of invitations from an earlier release, and of their history, to the one that every write sets now:
 * 490 days after generation. Idempotent: a second run finds what the first left and changes nothing else.
 * @returns lines for the operator
 */
export async function correctTtl({ rate, dryRun }: Correction): Promise<string[]> {
  const counts = { seen: 0, invitations: 0, entries: 0, due: 0 };
  const next = pace(rate);
  const now = Date.now() / 1000;

  const correct = async (item: Item, ttl: number, condition: Condition): Promise<boolean> => {
    if (item.ttl === ttl) return false;
    await next();
    return dryRun || setTtl(item, ttl, condition);
  };

  const visit = async (item: Item) => {
    if (!isInvitation(item)) return;
    const invitation = toInvitation(item);
    const ttl = ttlOf(invitation);
    counts.seen += 1;
    for await (const entry of historyOf(invitation)) {
      if (await correct(entry, ttl, exists)) counts.entries += 1;
    }
    if (!(await correct(item, ttl, isSameGeneration(invitation)))) return;
    counts.invitations += 1;
    if (ttl <= now) counts.due += 1;
  };

  const said = () =>
    `${counts.seen} invitations: ${counts.invitations} corrected, and ${counts.entries} history entries`;
  await forEachRoomItem(visit, said);
  return [
    said(),
    ...(counts.due > 0
      ? [`${counts.due} of them have expired already: DynamoDB deletes them within days`]
      : []),
  ];
}

type Condition = (e: Expression) => string;

/** No condition lets the write create an item again that was deleted since it was read. */
const exists: Condition = () => 'attribute_exists(pk)';
const isSameGeneration =
  ({ linkId, generatedAt }: Invitation): Condition =>
  e =>
    `${e.name('linkId')} = ${e.value(linkId)} AND ${e.name('generatedAt')} = ${e.value(generatedAt)}`;

async function setTtl(key: Key, ttl: number, condition: Condition): Promise<boolean> {
  const { pk, sk } = key;
  const { written } = await updateItem({ pk, sk }, e => ({
    set: e.assign({ ttl }),
    condition: condition(e),
  }));
  return written !== undefined;
}

async function* historyOf(invitation: Invitation): AsyncGenerator<Item> {
  let after: Key | undefined;
  do {
    const { items, last } = await queryItems(keys.history(invitation, '').pk, { after });
    yield* items;
    after = last;
  } while (after !== undefined);
}
