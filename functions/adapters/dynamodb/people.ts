import {
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { personKey } from '../../../domain/identifier.ts';
import { type DirectoryPerson, searchTerms } from '../../../domain/person.ts';
import { Problem } from '../../../domain/problems.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import { type Key, keys } from '../../table.ts';
import { dynamodb, tableName } from './client.ts';
import { getItems, queryItems } from './items.ts';

/** How many the typeahead shows. */
const SHOWN = 10;
const TERMS_A_PERSON = 3;
const AT_ONCE = 8;

/** People one of whose terms begins with the folded prefix of three or more characters, at most 10. */
export async function findPeople(site: string, prefix: string): Promise<DirectoryPerson[]> {
  const { pk } = keys.searchTerm(site, prefix, '');
  const { items } = await queryItems(pk, { prefix, limit: SHOWN * TERMS_A_PERSON });
  const found = items.map(item => item.person as DirectoryPerson);
  return [...new Map(found.map(person => [personKey(person.id), person])).values()].slice(0, SHOWN);
}

/**
 * Adds people to the site's own directory or replaces them: a person, and an entry for
 * each word that finds them, wholly or not at all.
 */
export async function savePeople(site: string, people: DirectoryPerson[]): Promise<void> {
  const before = await readPeople(
    site,
    people.map(({ id }) => id),
  );
  await inParallel(people, AT_ONCE, (person, index) =>
    replace(site, { id: person.id, person, before: before[index] }),
  );
}

export async function deletePerson(site: string, id: string): Promise<void> {
  const [before] = await readPeople(site, [id]);
  if (before !== undefined) await replace(site, { id, person: undefined, before });
}

async function readPeople(site: string, ids: string[]): Promise<(DirectoryPerson | undefined)[]> {
  const items = await getItems(ids.map(id => keys.person(site, personKey(id))));
  return items.map(item => item?.person);
}

const ROUNDS = 5;

type Replacement = { id: string; person: DirectoryPerson | undefined; before: DirectoryPerson | undefined };

/** In one transaction, while the person stands as it was read; else once more from how it stands now. */
async function replace(site: string, { id, person, before }: Replacement): Promise<void> {
  let standing = before;
  for (let round = 0; round < ROUNDS; round += 1) {
    try {
      const TransactItems = replacement(site, { id, person, before: standing });
      await dynamodb().send(new TransactWriteItemsCommand({ TransactItems }));
      return;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      [standing] = await readPeople(site, [id]);
    }
  }
  throw new Problem('temporarily_unavailable', { retryAfterSeconds: 1 });
}

function replacement(site: string, { id, person, before }: Replacement): TransactWriteItem[] {
  const TableName = tableName();
  const termKeys = (of: DirectoryPerson | undefined): Key[] =>
    of === undefined ? [] : searchTerms(of).map(term => keys.searchTerm(site, term, personKey(id)));
  const kept = new Set(termKeys(person).map(({ sk }) => sk));
  const unchanged = {
    ConditionExpression: before === undefined ? 'attribute_not_exists(pk)' : 'person = :before',
    ...(before !== undefined && { ExpressionAttributeValues: marshall({ ':before': before }) }),
  };
  const key = keys.person(site, personKey(id));
  const itself: TransactWriteItem =
    person === undefined
      ? { Delete: { TableName, Key: marshall(key), ...unchanged } }
      : { Put: { TableName, Item: marshall({ ...key, person }), ...unchanged } };
  return [
    itself,
    ...termKeys(person).map(term => ({ Put: { TableName, Item: marshall({ ...term, person }) } })),
    ...termKeys(before)
      .filter(({ sk }) => !kept.has(sk))
      .map(term => ({ Delete: { TableName, Key: marshall(term) } })),
  ];
}
