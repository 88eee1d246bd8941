import { expect, test } from 'vitest';
import { eachGrant, isAllowed, type Statement } from './policies.ts';

const TABLE = 'arn:table';
const KEYS = 'dynamodb:LeadingKeys';
const allow: Statement = {
  Effect: 'Allow',
  Action: ['dynamodb:GetItem', 'dynamodb:Query'],
  Resource: TABLE,
  Condition: { 'ForAllValues:StringLike': { [KEYS]: ['ROOM#*', 'ORIGINS'] }, Null: { [KEYS]: 'false' } },
};
const deny: Statement = {
  Effect: 'Deny',
  Action: 'dynamodb:GetItem',
  Resource: TABLE,
  Condition: {
    'ForAnyValue:StringLike': { [KEYS]: 'ROOM#*' },
    'ForAnyValue:StringEquals': { 'dynamodb:Attributes': ['role'] },
  },
};
const REQUEST = (
  keys: string[],
  attributes: string[] = [],
  action = 'dynamodb:GetItem',
  resource = TABLE,
) => ({
  action,
  resource,
  context: { [KEYS]: keys, 'dynamodb:Attributes': attributes },
});

test.each([
  ['a key in one of the partitions', ['ROOM#a']],
  ['keys in several of them', ['ROOM#a', 'ORIGINS']],
])('%s is allowed', (_, keys) => {
  expect(isAllowed([allow], REQUEST(keys))).toBe(true);
});

test.each([
  ['a key elsewhere', REQUEST(['TRUST#a'])],
  ['a key that only begins like one', REQUEST(['ORIGINS#a'])],
  ['one key elsewhere among others', REQUEST(['ROOM#a', 'TRUST#a'])],
  ['no key', REQUEST([])],
  ['another action', REQUEST(['ROOM#a'], [], 'dynamodb:Scan')],
  ['another table', REQUEST(['ROOM#a'], [], 'dynamodb:GetItem', 'arn:other')],
])('%s is denied', (_, denied) => {
  expect(isAllowed([allow], denied)).toBe(false);
});

test('keys of one REQUEST that only two statements together allow are denied', () => {
  const other = {
    ...allow,
    Condition: { ...allow.Condition, 'ForAllValues:StringLike': { [KEYS]: 'TRUST#*' } },
  };
  expect(isAllowed([allow, other], REQUEST(['TRUST#a']))).toBe(true);
  expect(isAllowed([allow, other], REQUEST(['ROOM#a', 'TRUST#a']))).toBe(false);
});

test('a deny statement wins if all its conditions match', () => {
  expect(isAllowed([allow, deny], REQUEST(['ROOM#a'], ['pk', 'role']))).toBe(false);
  expect(isAllowed([allow, deny], REQUEST(['ROOM#a'], ['pk']))).toBe(true);
  expect(isAllowed([allow, deny], REQUEST(['ORIGINS'], ['pk', 'role']))).toBe(true);
});

test.each([
  ['a condition operator', { ...allow, Condition: { StringNotLike: { [KEYS]: 'ROOM#*' } } }],
  ['an element', { ...allow, NotAction: 'dynamodb:Scan' }],
])('%s that is unknown is an error, not a guess', (_, statement) => {
  expect(() => isAllowed([statement], REQUEST(['ROOM#a']))).toThrow('not evaluated here');
});

test('each grant of a policy can be removed separately', () => {
  const probes = [
    REQUEST(['ROOM#a']),
    REQUEST(['ORIGINS']),
    REQUEST(['ROOM#a'], [], 'dynamodb:Query'),
    REQUEST(['ORIGINS'], [], 'dynamodb:Query'),
  ];
  const grants = eachGrant([allow, deny]);
  expect(grants.map(({ action, leadingKey }) => `${action} ${leadingKey}`)).toEqual([
    'dynamodb:GetItem ROOM#*',
    'dynamodb:GetItem ORIGINS',
    'dynamodb:Query ROOM#*',
    'dynamodb:Query ORIGINS',
  ]);
  for (const [index, { without }] of grants.entries())
    expect(probes.map(probe => isAllowed(without, probe))).toEqual(probes.map((_, other) => other !== index));
});
