import {
  ConditionalCheckFailedException,
  PutItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { encodeTime } from 'ulid';
import { hourOf } from '../../../domain/generate.ts';
import type { Happening, HistoryEntry } from '../../../domain/history.ts';
import { personKey } from '../../../domain/identifier.ts';
import type { Invitation } from '../../../domain/invitation.ts';
import { after, days, epochSeconds, type Instant } from '../../../domain/time.ts';
import { keys } from '../../table.ts';
import { dynamodb, tableName } from './client.ts';
import { queryItems, transactUpdate } from './items.ts';

/** A page of what happened to an invitation, newest first; `before` is the id of the last entry seen. */
export async function readHistory(invitation: Invitation, limit: number, before: string | undefined) {
  const { items, last } = await queryItems(keys.history(invitation, '').pk, {
    newestFirst: true,
    limit,
    after: before === undefined ? undefined : keys.history(invitation, before),
  });
  const entries = items.map(({ pk: _pk, sk: id, ttl: _ttl, ...rest }) => ({ id, ...rest }) as HistoryEntry);
  return { entries, last: last?.sk };
}

type Change = { invitation: Invitation; happenings: Happening[]; sequenceNumber: string; ttl: number };

/**
 * Records what one write to an invitation meant, and counts a generation for its manager, all of it once:
 * the entries' ids follow from the record of the stream, so a repeated record changes nothing. One entry alone
 * goes without a transaction, which would cost double.
 */
export async function recordHappenings({
  invitation,
  happenings,
  sequenceNumber,
  ttl,
}: Change): Promise<void> {
  const puts = happenings.map((happening, index) => {
    const key = keys.history(invitation, entryId(happening.at, sequenceNumber, index));
    return {
      TableName: tableName(),
      Item: marshall({ ...key, ...happening, ttl }, { removeUndefinedValues: true }),
      ConditionExpression: 'attribute_not_exists(pk)',
    };
  });
  const counts = happenings.filter(({ type }) => type === 'generated').map(() => countGeneration(invitation));
  const [put, ...more] = puts;
  if (put === undefined) return;
  try {
    if (more.length + counts.length === 0) await dynamodb().send(new PutItemCommand(put));
    else {
      const items = [...puts.map(Put => ({ Put })), ...counts];
      await dynamodb().send(new TransactWriteItemsCommand({ TransactItems: items }));
    }
  } catch (error) {
    if (!isRepeated(error)) throw error;
  }
}

function countGeneration({ site, createdBy, generatedAt }: Invitation) {
  const key = keys.hourlyCount(site, personKey(createdBy.id), hourOf(generatedAt));
  return transactUpdate(key, e => ({
    set: e.assign({ ttl: epochSeconds(after(generatedAt, days(1))) }),
    add: [`${e.name('made')} ${e.value(1)}`],
  }));
}

const isRepeated = (error: unknown): boolean =>
  error instanceof ConditionalCheckFailedException ||
  (error instanceof TransactionCanceledException &&
    (error.CancellationReasons ?? []).some(({ Code }) => Code === 'ConditionalCheckFailed'));

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_CHARACTERS = 10;
const TAIL_CHARACTERS = 16;
/** One write means less than this many things. */
const HAPPENINGS_A_RECORD = 8n;

/** A ULID that the same record always gives, in the order of the records. */
function entryId(at: Instant, sequenceNumber: string, index: number): string {
  const tail = (BigInt(sequenceNumber) * HAPPENINGS_A_RECORD + BigInt(index)).toString(32);
  const digits = tail.padStart(TAIL_CHARACTERS, '0').slice(-TAIL_CHARACTERS);
  const inCrockford = digits.replace(/./g, digit => CROCKFORD[Number.parseInt(digit, 32)] ?? '');
  return encodeTime(Date.parse(at), TIME_CHARACTERS) + inCrockford;
}
