import { type ItemKind, itemKinds } from '../../functions/adapters/dynamodb/table.ts';
import type { TableAction, TableNeed } from '../../functions/contract/route.ts';
import type { Allowance, Provision } from './provision.ts';

const WRITES: TableAction[] = ['PutItem', 'UpdateItem'];

type Table = { tableArn: string; tableName: string };
type Access = { action: string; leadingKey: string; foreign: readonly string[] };

/**
 * What a function may do to the table: each action only on the partitions of the kinds of items it needs
 * (docs/decisions/0014-least-privilege.md). One statement allows an action, because IAM compares all keys of a
 * request with one statement at a time; actions on the same partitions share a statement.
 */
export function tableAccess({ tableArn, tableName }: Table, needs: TableNeed[]): Provision {
  const accesses = needs.map(accessOf);
  const byAction = Map.groupBy(accesses, ({ action }) => action);
  const byPartitions = Map.groupBy(byAction.values(), each => leadingKeysOf(each).join());
  const allow = [...byPartitions.values()].map(same => onlyOn(tableArn, same.flat()));
  const deny = accesses.filter(({ foreign }) => foreign.length > 0).map(access => never(tableArn, access));
  return { allow: [...allow, ...deny], environment: { TABLE_NAME: tableName } };
}

function accessOf(need: TableNeed): Access {
  const [action, name] = need.split(' ') as [TableAction, keyof typeof itemKinds];
  const { leadingKey, foreign = [] }: ItemKind = itemKinds[name];
  return { action: `dynamodb:${action}`, leadingKey, foreign: WRITES.includes(action) ? foreign : [] };
}

const leadingKeysOf = (accesses: Access[]): string[] =>
  [...new Set(accesses.map(({ leadingKey }) => leadingKey))].sort();

function onlyOn(resource: string, accesses: Access[]): Allowance {
  return {
    actions: [...new Set(accesses.map(({ action }) => action))],
    resource,
    conditions: {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': leadingKeysOf(accesses) },
      // `ForAllValues` also holds for a request without keys.
      Null: { 'dynamodb:LeadingKeys': 'false' },
    },
  };
}

/** Denies a write that names an attribute of other items in the same partitions. */
const never = (resource: string, { action, leadingKey, foreign }: Access): Allowance => ({
  effect: 'Deny',
  actions: [action],
  resource,
  conditions: {
    'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': [leadingKey] },
    'ForAnyValue:StringEquals': { 'dynamodb:Attributes': [...foreign] },
  },
});
