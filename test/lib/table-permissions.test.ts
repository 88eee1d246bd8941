import { expect, test } from 'vitest';
import { itemKinds } from '../../functions/adapters/dynamodb/table.ts';
import { isTableNeed } from '../../functions/contract/route.ts';
import { eachGrant, isAllowed } from '../support/policies.ts';
import { statementsOf as policyOf, stacksOf } from './stage.ts';
import { actionsOf, needed, sorted } from './statements.ts';

/** What each function may do with which items of the table. */

const TABLE = 'arn:aws:dynamodb:eu-central-1:123456789012:table/restored';
const restored = Object.values(
  stacksOf({ restoredTable: { tableArn: TABLE, streamArn: `${TABLE}/stream/1` } }),
);
const policies = new Map([...needed.keys()].map(name => [name, policyOf(name, restored)]));

/** Whether a function may perform an action on an item of this partition. */
function may(name: string, action: string, key: string | undefined, ...attributes: string[]): boolean {
  return isAllowed(policies.get(name) ?? [], {
    action: `dynamodb:${action}`,
    resource: TABLE,
    context: {
      'dynamodb:LeadingKeys': key === undefined ? [] : [key],
      'dynamodb:Attributes': ['pk', 'sk', ...attributes],
    },
  });
}
const whoMay = (action: string, key: string | undefined, ...attributes: string[]): string[] =>
  [...needed.keys()].filter(name => may(name, action, key, ...attributes));

test('every statement on the table names partition keys, and none applies to a request without one', () => {
  const onTable = [...policies.values()].flat().filter(({ Resource }) => Resource === TABLE);
  const allowed = onTable.filter(({ Effect }) => Effect === 'Allow');
  expect(allowed.length).toBeGreaterThan(50);
  for (const { Condition } of allowed) {
    expect(Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys']).not.toContain('*');
    expect(Condition?.Null).toEqual({ 'dynamodb:LeadingKeys': 'false' });
  }
  expect(onTable.flatMap(actionsOf).filter(action => /Scan|PartiQL|\*/.test(action))).toEqual([]);
});

test.each(['UpdateItem', 'PutItem', 'DeleteItem', 'BatchWriteItem'])(
  'no function may %s the trust of a site or the site of an issuer, also not under the former key',
  action => {
    expect(whoMay(action, 'TRUST#demo')).toEqual([]);
    expect(whoMay(action, 'ISSUER#https://login.example.edu')).toEqual([]);
    expect(whoMay(action, 'SITE#demo', 'trust')).toEqual([]);
  },
);

test('only the route that makes the form may mark a launch token as used', () => {
  expect(whoMay('UpdateItem', 'LAUNCH#demo#token', 'user', 'ttl')).toEqual(['getLaunchForm']);
});

test('only the administrator’s route may write settings', () => {
  expect(whoMay('UpdateItem', 'SITE#demo', 'settings', 'version')).toEqual(['putSettings']);
});

test.each(['room', 'deletedAt', 'version'])('only the backend’s routes may write %s of a room', attribute => {
  expect(whoMay('UpdateItem', 'ROOM#demo#bio-101', attribute)).toEqual(['putRoom', 'deleteRoom']);
});

test.each(['generation', 'createdAt', 'createdBy', 'email', 'role'])(
  'redeem, request-link and the mail functions may not write %s, of a room or an invitation',
  attribute => {
    for (const name of ['redeemInvitation', 'requestLink', 'deliverEmail', 'recordDelivery']) {
      expect([name, may(name, 'UpdateItem', 'ROOM#demo#bio-101', 'linkId')]).toEqual([name, true]);
      expect([name, may(name, 'UpdateItem', 'ROOM#demo#bio-101', 'linkId', attribute)]).toEqual([
        name,
        false,
      ]);
    }
  },
);

/** IAM's limit for a role's inline policies, without white space; ARNs have about the length of real ones. */
const POLICY_CHARACTERS = 10_240;

test('every policy is at most half as large as IAM allows', () => {
  const sizes = [...policies.values()].map(statements => JSON.stringify(statements).length);
  expect(Math.max(...sizes)).toBeLessThan(POLICY_CHARACTERS / 2);
});

// docs/permissions.md shows the same by function; it is generated from the needs.
test('the policies allow each function exactly the actions and kinds of items that it needs', () => {
  const granted = [...policies].flatMap(([name, statements]) =>
    eachGrant(statements).map(({ action, leadingKey }) => `${name} ${action} ${leadingKey}`),
  );
  const wanted = [...needed].flatMap(([name, needs]) =>
    needs.filter(isTableNeed).map(need => {
      const [action, kind] = need.split(' ') as [string, keyof typeof itemKinds];
      return `${name} dynamodb:${action} ${itemKinds[kind].leadingKey}`;
    }),
  );
  console.log(granted.join('\n'));
  expect(sorted(granted)).toEqual(sorted(wanted));
});
