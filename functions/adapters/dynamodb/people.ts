import { type TransactWriteItem, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { personKey } from '../../../domain/identifier.ts';
import { type DirectoryPerson, searchTerms } from '../../../domain/person.ts';
import { fold, formerFold } from '../../../domain/text.ts';
import { inParallel } from '../../runtime/in-parallel.ts';
import { dynamodb, tableName } from './client.ts';
import { getItems, queryItems } from './items.ts';
import { retryOvertaken } from './overtaken.ts';
import { type Key, keys } from './table.ts';

/** The number of people that the typeahead shows. */
export const SHOWN = 10;
const TERMS_A_PERSON = 3;
const AT_ONCE = 8;

/** Finds people whose first name, last name or e-mail begins with the typed text, at most 10. */
export async function findPeople(site: string, typed: string): Promise<DirectoryPerson[]> {
  const [term, formerTerm] = [fold(typed), formerFold(typed)];
  const now = keys.searchTerm(site, term, '');
  const former = keys.formerSearchTerm(site, formerTerm, '');
  const found = await findByTerm(now, term);
  if (former.pk !== now.pk || formerTerm !== term) found.push(...(await findByTerm(former, formerTerm)));
  return [...new Map(found.map(person => [personKey(person.id), person])).values()].slice(0, SHOWN);
}

async function findByTerm({ pk }: Key, prefix: string): Promise<DirectoryPerson[]> {
  const { items } = await queryItems(pk, { prefix, limit: SHOWN * TERMS_A_PERSON });
  return items.map(item => item.person as DirectoryPerson);
}

/**
 * Adds people to the site's directory or replaces them. One transaction per person writes the person and an item for
 * each search word.
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

type Replacement = { id: string; person: DirectoryPerson | undefined; before: DirectoryPerson | undefined };

/** One transaction, on condition that the person is stored as read. If not, it reads the person again and retries. */
async function replace(site: string, { id, person, before }: Replacement): Promise<void> {
  let stored = before;
  await retryOvertaken(async round => {
    if (round > 0) [stored] = await readPeople(site, [id]);
    const TransactItems = replacement(site, { id, person, before: stored });
    await dynamodb().send(new TransactWriteItemsCommand({ TransactItems }));
  });
}

function replacement(site: string, { id, person, before }: Replacement): TransactWriteItem[] {
  const TableName = tableName();
  const termKeys = (of: DirectoryPerson | undefined): Key[] =>
    of === undefined ? [] : searchTerms(of).map(term => keys.searchTerm(site, term, personKey(id)));
  const formerKeys = (of: DirectoryPerson | undefined): Key[] =>
    of === undefined
      ? []
      : searchTerms(of, formerFold).map(term => keys.formerSearchTerm(site, term, personKey(id)));
  const wanted = termKeys(person);
  const has = (all: Key[], { pk, sk }: Key) => all.some(each => each.pk === pk && each.sk === sk);
  const gone = [...termKeys(before), ...formerKeys(before)].filter(
    (key, index, all) => !has(wanted, key) && !has(all.slice(0, index), key),
  );
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
    ...wanted.map(term => ({ Put: { TableName, Item: marshall({ ...term, person }) } })),
    ...gone.map(term => ({ Delete: { TableName, Key: marshall(term) } })),
  ];
}
