import {
  type AttributeValue,
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  GetItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, type NativeAttributeValue, unmarshall } from '@aws-sdk/util-dynamodb';
import { Problem } from '../../../domain/problems.ts';
import { backOff } from '../../runtime/back-off.ts';
import { dynamodb, tableName } from './client.ts';
import { Expression } from './expression.ts';
import { retryOvertaken } from './overtaken.ts';
import type { Key } from './table.ts';

export type Item = Key & Record<string, NativeAttributeValue>;

export const toItem = (attributes: Record<string, AttributeValue>): Item => unmarshall(attributes) as Item;

/** Strongly consistent, like every read in this file. */
export async function getItem(key: Key): Promise<Item | undefined> {
  const { Item } = await dynamodb().send(
    new GetItemCommand({ TableName: tableName(), Key: marshall(key), ConsistentRead: true }),
  );
  return Item && toItem(Item);
}

const BATCH = 100;
const ROUNDS = 4;

/**
 * Reads items by key, in the keys' order, in batches of 100. A key may be given twice.
 * Keys that DynamoDB leaves unprocessed are retried with back-off; they never count as missing.
 * @throws `temporarily_unavailable` if keys are still unprocessed after all rounds
 */
export async function getItems(wanted: Key[]): Promise<(Item | undefined)[]> {
  const found = new Map<string, Item>();
  const different = [...new Map(wanted.map(key => [idOf(key), key])).values()];
  for (let start = 0; start < different.length; start += BATCH) {
    for (const item of await getBatch(different.slice(start, start + BATCH))) found.set(idOf(item), item);
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
    items.push(...(Responses?.[tableName()] ?? []).map(toItem));
    pending = UnprocessedKeys?.[tableName()]?.Keys ?? [];
    if (pending.length > 0) await backOff(round);
  }
  return items;
}

const idOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`;

export type Page = { prefix?: string; limit?: number; after?: Key | undefined; newestFirst?: boolean };

/** A page of a partition's items in the order of their sort keys. `last` is the cursor of the next page. */
export async function queryItems(pk: string, { prefix, limit, after, newestFirst = false }: Page = {}) {
  const { Items = [], LastEvaluatedKey } = await dynamodb().send(
    new QueryCommand({
      TableName: tableName(),
      KeyConditionExpression: prefix === undefined ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: marshall({ ':pk': pk, ':prefix': prefix }, { removeUndefinedValues: true }),
      ConsistentRead: true,
      ScanIndexForward: !newestFirst,
      Limit: limit,
      ExclusiveStartKey: after && marshall(after),
    }),
  );
  return { items: Items.map(toItem), last: LastEvaluatedKey && toItem(LastEvaluatedKey) };
}

/** The clauses of an update. With only a condition it is a check that changes nothing, and still costs a write. */
export type Clauses = { set?: string[]; remove?: string[]; add?: string[]; condition?: string | undefined };

/** The item as written, or, if the condition failed, the item as stored. */
type Outcome = { written: Item; before?: undefined } | { written?: undefined; before: Item | undefined };

/**
 * One conditional write. If the condition fails, the answer has the stored item, without another read. If a
 * transaction on the same item is in flight, the same update is retried with back-off: its condition covers what the
 * caller read.
 * @throws `temporarily_unavailable` if it conflicts with a transaction in every round
 */
export async function updateItem(key: Key, clauses: (expression: Expression) => Clauses): Promise<Outcome> {
  const parameters = updateParameters(key, clauses);
  return retryOvertaken(async () => {
    try {
      const { Attributes } = await dynamodb().send(
        new UpdateItemCommand({
          ...parameters,
          ReturnValues: 'ALL_NEW',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return { written: toItem(Attributes ?? {}) };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return { before: error.Item && toItem(error.Item) };
    }
  });
}

/** The same update as a part of a transaction. It must change something. */
export function transactUpdate(key: Key, clauses: (expression: Expression) => Clauses) {
  const { UpdateExpression = '', ...parameters } = updateParameters(key, clauses);
  return { Update: { UpdateExpression, ...parameters } };
}

function updateParameters(key: Key, clauses: (expression: Expression) => Clauses) {
  const expression = new Expression();
  const { set = [], remove = [], add = [], condition } = clauses(expression);
  const sections = [section('SET', set), section('REMOVE', remove), section('ADD', add)].filter(Boolean);
  return {
    TableName: tableName(),
    Key: marshall(key),
    ...(sections.length > 0 && { UpdateExpression: sections.join(' ') }),
    ConditionExpression: condition,
    ...expression.parameters,
  };
}

const section = (verb: string, clauses: string[]): string =>
  clauses.length > 0 ? `${verb} ${clauses.join(', ')}` : '';
