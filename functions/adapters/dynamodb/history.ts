import { encodeTime } from 'ulid';
import { hourOf } from '../../../domain/generate.ts';
import type { Happening, HistoryEntry } from '../../../domain/history.ts';
import { personKey } from '../../../domain/identifier.ts';
import type { Invitation } from '../../../domain/invitation.ts';
import { after, days, epochSeconds, type Instant } from '../../../domain/time.ts';
import { chunksOf, inBatches } from '../../runtime/in-batches.ts';
import { PUT_BATCH, putBatch } from './batch-write.ts';
import { type Item, queryItems, updateItem } from './items.ts';
import { type Key, keys } from './table.ts';

/** A page of an invitation's history, newest first. `before` is the cursor: the id of the last entry seen. */
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

/** The history entries of one write. Their ids derive from the stream record, so saving them is idempotent. */
export const entriesOf = ({ invitation, happenings, sequenceNumber, ttl }: Change): Item[] =>
  happenings.map((happening, index) => ({
    ...keys.history(invitation, entryId(happening.at, sequenceNumber, index)),
    ...happening,
    ttl,
  }));

/** @returns the entries that were not saved, each with its error */
export const saveEntries = (entries: Item[]): Promise<Map<Item, unknown>> =>
  inBatches(chunksOf(entries, PUT_BATCH), putBatch);

/**
 * Counts generations for the managers' rate limit: one write per manager and hour, so that no two writes in flight
 * touch the same item. It is not idempotent: a repeated write counts again.
 * @returns the invitations that were not counted, each with the error
 */
export const countGenerations = (generated: Invitation[]): Promise<Map<Invitation, unknown>> =>
  inBatches(
    [
      ...Map.groupBy(generated, invitation =>
        Object.values(hourOfGeneration(invitation)).join('\n'),
      ).values(),
    ],
    count,
  );

async function count(generated: Invitation[]): Promise<void> {
  const [first] = generated;
  if (first === undefined) return;
  await updateItem(hourOfGeneration(first), e => ({
    set: e.assign({ ttl: epochSeconds(after(first.generatedAt, days(1))) }),
    add: [`${e.name('made')} ${e.value(generated.length)}`],
  }));
}

const hourOfGeneration = ({ site, createdBy, generatedAt }: Invitation): Key =>
  keys.hourlyCount(site, personKey(createdBy.id), hourOf(generatedAt));

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_CHARACTERS = 10;
const TAIL_CHARACTERS = 16;
/** More than the events that one write can cause. */
const HAPPENINGS_A_RECORD = 8n;

/** A ULID that is deterministic for a stream record, and sorts in the order of the records. */
function entryId(at: Instant, sequenceNumber: string, index: number): string {
  const tail = (BigInt(sequenceNumber) * HAPPENINGS_A_RECORD + BigInt(index)).toString(32);
  const digits = tail.padStart(TAIL_CHARACTERS, '0').slice(-TAIL_CHARACTERS);
  const inCrockford = digits.replace(/./g, digit => CROCKFORD[Number.parseInt(digit, 32)] ?? '');
  return encodeTime(Date.parse(at), TIME_CHARACTERS) + inCrockford;
}
