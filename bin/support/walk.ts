import { setTimeout as pause } from 'node:timers/promises';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { InvalidArgumentError } from 'commander';
import { dynamodb, tableName } from '../../functions/adapters/dynamodb/client.ts';
import { type Item, toItem } from '../../functions/adapters/dynamodb/items.ts';
import { INVITATION_PREFIX, ROOM_PREFIX } from '../../functions/adapters/dynamodb/table.ts';
import { inParallel } from '../../functions/runtime/in-parallel.ts';

/** Walks through all rooms and invitations of a table, for operators' commands. No function may scan. */

/** With 8 pages a second, at most 2,000 items of about 1 KiB a second: 250 read units. */
const PAGE = 250;
const PAGES_A_SECOND = 8;
const AT_ONCE = 8;
const PROGRESS_MILLIS = 10_000;

/**
 * Calls `work` for each room and invitation of the table. The reads are eventually consistent, so `work` must use
 * conditional writes that check the item it got. Prints `progress` every ten seconds.
 */
export async function forEachRoomItem(
  work: (item: Item) => Promise<void>,
  progress: () => string,
): Promise<void> {
  let printAt = performance.now() + PROGRESS_MILLIS;
  for await (const items of pages()) {
    await inParallel(items, AT_ONCE, work);
    if (performance.now() < printAt) continue;
    console.log(progress());
    printAt = performance.now() + PROGRESS_MILLIS;
  }
}

export const isInvitation = ({ sk }: Item): boolean => sk.startsWith(INVITATION_PREFIX);

async function* pages(): AsyncGenerator<Item[]> {
  const next = pace(PAGES_A_SECOND);
  let start: Awaited<ReturnType<typeof scan>>['LastEvaluatedKey'];
  do {
    await next();
    const { Items = [], LastEvaluatedKey } = await scan(start);
    yield Items.map(toItem);
    start = LastEvaluatedKey;
  } while (start !== undefined);
}

const scan = (ExclusiveStartKey: ScanCommand['input']['ExclusiveStartKey']) =>
  dynamodb().send(
    new ScanCommand({
      TableName: tableName(),
      Limit: PAGE,
      FilterExpression: 'begins_with(pk, :room)',
      ExpressionAttributeValues: marshall({ ':room': ROOM_PREFIX }),
      ExclusiveStartKey,
    }),
  );

/** A rate limit: lets this many callers through in a second, evenly spaced. */
export function pace(perSecond: number): () => Promise<void> {
  let free = 0;
  return async () => {
    const now = performance.now();
    const mine = Math.max(now, free);
    free = mine + 1000 / perSecond;
    if (mine > now) await pause(mine - now);
  };
}

/** Parses a command's `--rate`. @throws an error that commander prints in one line */
export function readRate(text: string): number {
  const rate = Number(text);
  if (rate >= 1 && rate <= 1000) return rate;
  throw new InvalidArgumentError('must be a number from 1 to 1000.');
}
