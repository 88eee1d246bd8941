/** The items that a DynamoDB request reads or writes, from its body in DynamoDB's JSON protocol. */

type Attributes = Record<string, { S?: string }>;
type WithKey = { TableName: string; Key?: Attributes; Item?: Attributes };
type BatchEntry = { PutRequest?: { Item: Attributes }; DeleteRequest?: { Key: Attributes } };

// biome-ignore lint/suspicious/noExplicitAny: a request of any operation
export type Input = any;

/** One item that a request reads or writes; `units` is an estimate from the size of the request. */
export type Touched = { partition: string; item: string; units: number };

const WRITE_UNIT_BYTES = 1024;
const ITEMS_A_READ_UNIT = 4;
const DEFAULT_PAGE = 100;
/** A write in a transaction costs twice: prepare and commit. */
const TRANSACTED = 2;

export const PLAIN_WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem']);
export const WRITES = new Set([...PLAIN_WRITES, 'TransactWriteItems', 'BatchWriteItem']);

/** The items of a request, in the order of its entries. */
export function touchedBy(operation: string, input: Input): Touched[] {
  switch (operation) {
    case 'TransactWriteItems':
      return input.TransactItems.map((entry: Record<string, WithKey>) => {
        const [write] = Object.values(entry);
        return touched(write as WithKey, TRANSACTED * writeUnits(write));
      });
    case 'BatchWriteItem':
      return entriesOf(input).map(([TableName, entry]) => touchedByEntry(TableName, entry as BatchEntry));
    case 'BatchGetItem':
      return entriesOf(input).map(([TableName, Key]) => touched({ TableName, Key: Key as Attributes }, 1));
    case 'Query':
      return [{ partition: partitionOfQuery(input), item: '', units: queryUnits(input) }];
    case 'GetItem':
      return [touched(input, 1)];
    default:
      return PLAIN_WRITES.has(operation) ? [touched(input, writeUnits(input))] : [];
  }
}

/** The same batch with only the entries whose index is chosen. */
export function batchOf(input: Input, isChosen: (index: number) => boolean): Input {
  const RequestItems: Record<string, unknown> = {};
  let index = 0;
  for (const [table, of] of Object.entries<Input>(input.RequestItems)) {
    const entries = (of.Keys ?? of).filter(() => isChosen(index++));
    if (entries.length > 0) RequestItems[table] = of.Keys ? { ...of, Keys: entries } : entries;
  }
  return { ...input, RequestItems };
}

const entriesOf = (input: Input): [table: string, entry: unknown][] =>
  Object.entries<Input>(input.RequestItems).flatMap(([table, of]) =>
    (of.Keys ?? of).map((entry: unknown) => [table, entry]),
  );

const touchedByEntry = (TableName: string, { PutRequest, DeleteRequest }: BatchEntry): Touched =>
  touched({ TableName, ...PutRequest, ...DeleteRequest }, writeUnits(PutRequest ?? DeleteRequest));

function touched({ TableName, Key, Item }: WithKey, units: number): Touched {
  const { pk, sk } = Key ?? Item ?? {};
  const partition = `${TableName} ${pk?.S}`;
  return { partition, item: `${partition} ${sk?.S}`, units };
}

const partitionOfQuery = ({ TableName, ExpressionAttributeValues: values }: Input): string =>
  `${TableName} ${values[':pk']?.S}`;

const queryUnits = ({ Limit = DEFAULT_PAGE }: Input): number => Math.ceil(Limit / ITEMS_A_READ_UNIT);

const writeUnits = (write: unknown): number => Math.ceil(JSON.stringify(write).length / WRITE_UNIT_BYTES);
