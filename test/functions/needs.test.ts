import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { dynamodb } from '../../functions/adapters/dynamodb/client.ts';
import { routes } from '../../functions/contract/routes.ts';
import { provisioners, triggers } from '../../functions/contract/triggers.ts';
import { stacksOf, statementsOf } from '../lib/stage.ts';
import { eachGrant, isAllowed, type Statement } from '../support/policies.ts';
import { startWithEmptyTable } from '../support/stack.ts';
import { type TableRequest, tableRequests } from '../support/table-requests.ts';
import { callRoutes, runProvisioners } from './needs-runs.ts';
import { calls, type FunctionName, running, secretsRead, watchSecrets } from './needs-watch.ts';

/**
 * Runs each function and checks each of its DynamoDB requests against the policy from its stack, as IAM would
 * (DynamoDB Local checks none). So a missing or an unused permission fails here, before any deploy.
 */

/** The policies are those of a restored table, because its ARN is known. */
const TABLE = 'arn:aws:dynamodb:eu-central-1:123456789012:table/restored';

let policies: Map<FunctionName, Statement[]>;

beforeAll(async () => {
  const streamArn = await startWithEmptyTable();
  dynamodb().middlewareStack.add(
    (next, { commandName = '' }) =>
      args => {
        const asked = tableRequests(commandName.replace('Command', ''), args.input);
        if (running !== undefined) calls.set(running, [...(calls.get(running) ?? []), ...asked]);
        return next(args);
      },
    { step: 'initialize' },
  );
  watchSecrets();
  vi.useFakeTimers({ toFake: ['Date'] });
  await callRoutes(streamArn);
  await runProvisioners();
  const stacks = Object.values(
    stacksOf({ restoredTable: { tableArn: TABLE, streamArn: `${TABLE}/stream/1` } }),
  );
  const names = Object.keys({ ...routes, ...triggers, ...provisioners }) as FunctionName[];
  policies = new Map(names.map(name => [name, statementsOf(name, stacks)]));
}, 120_000);

afterAll(() => {
  vi.useRealTimers();
});

const denied = (statements: Statement[], name: FunctionName): TableRequest[] =>
  (calls.get(name) ?? []).filter(
    ({ action, keys, attributes }) =>
      !isAllowed(statements, {
        action: `dynamodb:${action}`,
        resource: TABLE,
        context: { 'dynamodb:LeadingKeys': keys, 'dynamodb:Attributes': attributes },
      }),
  );

test('the policy of every function allows each of its requests to the table', () => {
  for (const [name, statements] of policies) expect([name, denied(statements, name)]).toEqual([name, []]);
});

test('no function has an unused permission on the table: without any one of them a request is denied', () => {
  const grants = [...policies].flatMap(([name, statements]) =>
    eachGrant(statements).map(grant => ({ name, ...grant })),
  );
  expect(grants.length).toBeGreaterThan(100);
  const idle = grants.filter(({ name, without }) => denied(without, name).length === 0);
  expect(idle.map(({ name, action, leadingKey }) => `${name} ${action} ${leadingKey}`)).toEqual([]);
});

const SECRETS = {
  LinkKeys: 'LINK_KEYS',
  TicketKeys: 'TICKET_KEYS',
  IdKey: 'ID_KEY',
  UnsubscribeKey: 'UNSUBSCRIBE_KEY',
};

test('a route or a trigger may read the secrets that it uses, and no others', () => {
  const mayRead = (statements: Statement[]) => {
    const resources = statements
      .filter(({ Action }) => [Action].flat().includes('secretsmanager:GetSecretValue'))
      .map(({ Resource }) => JSON.stringify(Resource));
    return Object.entries(SECRETS).flatMap(([id, secret]) =>
      resources.some(resource => resource.includes(id)) ? [secret] : [],
    );
  };
  const names = Object.keys({ ...routes, ...triggers }) as FunctionName[];
  const readable = names.map(name => [name, mayRead(policies.get(name) ?? []).sort()]);
  expect(readable).toEqual(names.map(name => [name, [...(secretsRead.get(name) ?? [])].sort()]));
});
