import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** A request to the table as IAM evaluates it: action, partition keys and top-level attributes. */
export type TableRequest = { action: string; keys: string[]; attributes: string[] };

type Attributes = Record<string, AttributeValue>;
type Single = {
  Key?: Attributes;
  Item?: Attributes;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Attributes;
} & Record<string, unknown>;
type Input = Single & {
  RequestItems?: Record<string, { Keys: Attributes[] } | Record<string, Single>[]>;
  TransactItems?: Record<string, Single>[];
};

/**
 * The table requests of an SDK command. IAM authorises a transaction as the actions of its items. Items of the same
 * action are combined here, which is at least as strict as to evaluate each item.
 */
export function tableRequests(command: string, input: unknown): TableRequest[] {
  const { RequestItems = {}, TransactItems = [], ...single } = input as Input;
  const [batch = []] = Object.values(RequestItems);
  switch (command) {
    case 'GetItem':
    case 'PutItem':
    case 'UpdateItem':
    case 'DeleteItem':
    case 'Query':
    case 'Scan':
      return [requestOf(command, [single])];
    case 'BatchGetItem':
      return [requestOf(command, 'Keys' in batch ? batch.Keys.map(Key => ({ Key })) : [])];
    case 'BatchWriteItem':
      return [requestOf(command, 'Keys' in batch ? [] : batch.flatMap(Object.values<Single>))];
    case 'TransactWriteItems':
      return [...Map.groupBy(TransactItems.flatMap(Object.entries<Single>), ([kind]) => `${kind}Item`)].map(
        ([action, items]) =>
          requestOf(
            action,
            items.map(([, item]) => item),
          ),
      );
    default:
      throw new Error(`It is not known what ${command} asks of the table.`);
  }
}

const requestOf = (action: string, items: Single[]): TableRequest => ({
  action,
  keys: [...new Set(items.flatMap(partitionKey))],
  attributes: [...new Set(items.flatMap(attributesOf))],
});

const partitionKey = ({ Key, Item, ExpressionAttributeValues: values }: Single): string[] =>
  [(Key ?? Item)?.pk?.S ?? values?.[':pk']?.S ?? []].flat();

const EXPRESSIONS = /Expression$/;
/** An attribute or its placeholder at the beginning of a path, but not a value or a later part of a path. */
const NAMES = /(?<![\w.:#])#?[A-Za-z_]\w*/g;
const WORDS = new Set(
  [
    'SET',
    'REMOVE',
    'ADD',
    'DELETE',
    'AND',
    'OR',
    'NOT',
    'BETWEEN',
    'IN',
    'size',
    'contains',
    'begins_with',
  ].concat(['attribute_exists', 'attribute_not_exists', 'attribute_type', 'if_not_exists', 'list_append']),
);

function attributesOf(single: Single): string[] {
  const { Key, Item, ExpressionAttributeNames: names = {} } = single;
  const named = Object.entries(single)
    .filter(([member, text]) => EXPRESSIONS.test(member) && typeof text === 'string')
    .flatMap(([, text]) => String(text).match(NAMES) ?? [])
    .filter(name => !WORDS.has(name))
    .map(name => names[name] ?? name);
  return [...Object.keys(Key ?? {}), ...Object.keys(Item ?? {}), ...named];
}
