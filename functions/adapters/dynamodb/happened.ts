import { TransactionCanceledException, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { hourOf } from '../../../domain/generate.ts';
import type { HistoryEntry } from '../../../domain/history.ts';
import { personKey } from '../../../domain/identifier.ts';
import type { Invitation } from '../../../domain/invitation.ts';
import { after, days, epochSeconds } from '../../../domain/time.ts';
import { keys } from '../../table.ts';
import { dynamodb, tableName } from './client.ts';
import { updateParameters } from './items.ts';

/**
 * Records what one write to an invitation meant, and counts a generation for its manager, all of it once:
 * the entries' ids follow from the record of the stream, so a repeated record changes nothing.
 */
export async function recordHappenings(
  invitation: Invitation,
  entries: HistoryEntry[],
  ttl: number,
): Promise<void> {
  const TableName = tableName();
  const { site, room, id } = invitation;
  const puts = entries.map(({ id: entryId, ...entry }) => ({
    Put: {
      TableName,
      Item: marshall(
        { ...keys.history(site, room, id, entryId), ...entry, ttl },
        { removeUndefinedValues: true },
      ),
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  }));
  const counts = entries
    .filter(({ type }) => type === 'generated')
    .map(() => ({ Update: count(invitation) }));
  try {
    await dynamodb().send(new TransactWriteItemsCommand({ TransactItems: [...puts, ...counts] }));
  } catch (error) {
    if (!isRepeated(error)) throw error;
  }
}

function count({ site, createdBy, generatedAt }: Invitation) {
  const key = keys.hourlyCount(site, personKey(createdBy.id), hourOf(generatedAt));
  const update = updateParameters(key, e => ({
    set: e.assign({ ttl: epochSeconds(after(generatedAt, days(1))) }),
    add: [`${e.name('made')} ${e.value(1)}`],
  }));
  return { ...update, UpdateExpression: update.UpdateExpression ?? '' };
}

const isRepeated = (error: unknown): boolean =>
  error instanceof TransactionCanceledException &&
  (error.CancellationReasons ?? []).some(({ Code }) => Code === 'ConditionalCheckFailed');
