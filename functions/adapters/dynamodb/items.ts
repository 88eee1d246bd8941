import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, type NativeAttributeValue, unmarshall } from '@aws-sdk/util-dynamodb';
import { Problem } from '../../../domain/problems.ts';
import type { Key } from '../../table.ts';
import { dynamodb, tableName } from './client.ts';
import { Expression } from './expression.ts';

/** Strongly consistent reads and conditional writes of single items. */

export type Item = Key & Record<string, NativeAttributeValue>;

export async function getItem(key: Key): Promise<Item | undefined> {
  const { Item } = await dynamodb().send(
    new GetItemCommand({ TableName: tableName(), Key: marshall(key), ConsistentRead: true }),
  );
  return Item && (unmarshall(Item) as Item);
}

const BATCH = 100;
const ROUNDS = 4;

/**
 * The items of some keys, in the keys' order, in one request per 100 of them.
 * Keys that DynamoDB leaves unprocessed are asked for again; they are never taken for missing.
 * @throws `temporarily_unavailable`
 */
export async function getItems(wanted: Key[]): Promise<(Item | undefined)[]> {
  const found = new Map<string, Item>();
  for (let start = 0; start < wanted.length; start += BATCH) {
    for (const item of await getBatch(wanted.slice(start, start + BATCH))) found.set(idOf(item), item);
  }
  return wanted.map(key => found.get(idOf(key)));
}

async function getBatch(wanted: Key[]): Promise<Item[]> {
  const items: Item[] = [];
  let pending = wanted.map(key => marshall(key));
  for (let round = 0; pending.length > 0; round += 1) {
    if (round === ROUNDS) throw new Problem('temporarily_unavailable', { retryAfterSeconds: 1 });
    const { Responses, UnprocessedKeys } = await dynamodb().send(
      new BatchGetItemCommand({ RequestItems: { [tableName()]: { Keys: pending, ConsistentRead: true } } }),
    );
    for (const item of Responses?.[tableName()] ?? []) items.push(unmarshall(item) as Item);
    pending = UnprocessedKeys?.[tableName()]?.Keys ?? [];
  }
  return items;
}

const idOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`;

/** The clauses of a write; none of `set` and `remove` makes it a mere check that costs a write and changes nothing. */
export type Clauses = { set?: string[]; remove?: string[]; add?: string[]; condition?: string | undefined };

/** What was written, or what stood there instead when the condition did not hold. */
export type Outcome =
  | { written: Item; before?: undefined }
  | { written?: undefined; before: Item | undefined };

/** One conditional update; the answer names what was in the way without another read. */
export async function updateItem(key: Key, clauses: (expression: Expression) => Clauses): Promise<Outcome> {
  try {
    const { Attributes } = await dynamodb().send(
      new UpdateItemCommand({
        ...updateParameters(key, clauses),
        ReturnValues: 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return { written: unmarshall(Attributes ?? {}) as Item };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { before: error.Item && (unmarshall(error.Item) as Item) };
  }
}

/** The parameters that an update has alone and within a transaction. */
export function updateParameters(key: Key, clauses: (expression: Expression) => Clauses) {
  const expression = new Expression();
  const { set = [], remove = [], add = [], condition } = clauses(expression);
  const sections = [section('SET', set), section('REMOVE', remove), section('ADD', add)].filter(Boolean);
  return {
    TableName: tableName(),
    Key: marshall(key),
    UpdateExpression: sections.length > 0 ? sections.join(' ') : undefined,
    ConditionExpression: condition,
    ...expression.parameters,
  };
}

const section = (verb: string, clauses: string[]): string =>
  clauses.length > 0 ? `${verb} ${clauses.join(', ')}` : '';
