import { expect, test } from 'vitest';
import { type Need, needsOf, type Route } from '../../functions/contract/route.ts';
import { routes } from '../../functions/contract.ts';
import { provisioners, triggers } from '../../functions/triggers.ts';
import { type Resource, resourcesOf, stacksOf } from './stage.ts';

/** Every statement of every policy that a function's role has, against what the contract says it needs. */

type Statement = {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Principal?: unknown;
  Condition?: unknown;
};

const stacks = Object.values(stacksOf());
const resources = stacks.flatMap(stack => Object.entries(resourcesOf(stack)));
const ofType = (type: string) => resources.filter(([, { Type }]) => Type === type);
const statementsOf = ({ Properties }: Resource): Statement[] =>
  (Properties.PolicyDocument as { Statement: Statement[] } | undefined)?.Statement ?? [];
const actionsOf = ({ Action }: Statement): string[] => [Action].flat();

/** What every function may: write its own log, and tell X-Ray how long things took. */
const EVERY_FUNCTION = [
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];

const OF_NEED: Partial<Record<Need, string[]>> = {
  'link keys': ['secretsmanager:GetSecretValue'],
  'ticket keys': ['secretsmanager:GetSecretValue'],
  'new keys': ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'],
  'mail queue': ['sqs:SendMessage'],
  'change queue': ['sqs:SendMessage'],
  mail: ['ses:SendEmail', 'ses:SendTemplatedEmail'],
  'mail delay': ['sqs:ChangeMessageVisibility'],
  templates: ['ses:GetEmailTemplate'],
  'template list': ['ses:ListEmailTemplates'],
  'template changes': ['ses:CreateEmailTemplate', 'ses:DeleteEmailTemplate', 'ses:UpdateEmailTemplate'],
  pages: ['s3:PutObject'],
};

const CONSUME = [
  'sqs:ChangeMessageVisibility',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:GetQueueUrl',
  'sqs:ReceiveMessage',
];
/** What Lambda does in a trigger's name to bring it its events. */
const OF_EVENT_SOURCE: Record<string, string[]> = {
  deliverEmail: CONSUME,
  recordDelivery: CONSUME,
  recordChanges: [
    ...CONSUME,
    'dynamodb:DescribeStream',
    'dynamodb:GetRecords',
    'dynamodb:GetShardIterator',
    'dynamodb:ListStreams',
    // Also the destination of what it cannot get past.
    'sqs:SendMessage',
  ],
};

const needed = new Map<string, readonly Need[]>([
  ...Object.entries(routes as Record<string, Route>).map(([name, route]) => [name, needsOf(route)] as const),
  ...Object.entries(triggers).map(([name, { needs }]) => [name, needs] as const),
  ...Object.entries(provisioners).map(([name, { needs }]) => [name, needs] as const),
]);

const sorted = (actions: string[]): string[] => [...new Set(actions)].sort();

const expected = (name: string): string[] =>
  sorted([
    ...EVERY_FUNCTION,
    ...(OF_EVENT_SOURCE[name] ?? []),
    ...(needed.get(name) ?? []).flatMap(need => OF_NEED[need] ?? [`dynamodb:${need}`]),
  ]);

const granted = (name: string): string[] =>
  sorted(
    ofType('AWS::IAM::Policy')
      .filter(([id]) => new RegExp(`^${name}RoleDefaultPolicy[0-9A-F]{8}$`).test(id))
      .flatMap(([, policy]) => statementsOf(policy).flatMap(actionsOf)),
  );

test('every function has a role of its own, and nothing but its own policy', () => {
  const functions = ofType('AWS::Lambda::Function');
  const roles = functions.map(([, { Properties }]) => JSON.stringify(Properties.Role));
  expect(functions).toHaveLength(needed.size);
  expect(new Set(roles).size).toBe(functions.length);
  for (const [, { Properties }] of ofType('AWS::IAM::Role')) {
    expect(Properties.ManagedPolicyArns).toBeUndefined();
    expect(Properties.Policies).toBeUndefined();
  }
});

test.each([...needed.keys()])('%s may do what it needs, and nothing else', name => {
  expect(granted(name)).toEqual(expected(name));
});

test('no statement allows every action, or a family of actions', () => {
  const policies = resources
    .map(([, resource]) => resource)
    .filter(({ Properties }) => Properties?.PolicyDocument);
  const allowed = policies.flatMap(statementsOf).filter(({ Effect }) => Effect === 'Allow');
  expect(allowed.length).toBeGreaterThan(100);
  expect(allowed.flatMap(actionsOf).filter(action => action.includes('*'))).toEqual([]);
});

/** Wherever a resource has a `*`: how it ends, and for what. The reasons are written beside it in `lib/`. */
const WILDCARDS = [
  ['*', 'xray:PutTraceSegments,xray:PutTelemetryRecords'],
  [':identity/*', 'ses:SendEmail,ses:SendTemplatedEmail'],
  [':template/test_*', 'ses:SendEmail,ses:SendTemplatedEmail'],
  [':template/test_*', 'ses:GetEmailTemplate'],
  [':template/test_*', 'ses:CreateEmailTemplate,ses:UpdateEmailTemplate,ses:DeleteEmailTemplate'],
  ['*', 'ses:ListEmailTemplates'],
  ['/*', 's3:PutObject'],
];

test('no function may do anything to everything but where there is a reason', () => {
  const statements = ofType('AWS::IAM::Policy').flatMap(([, policy]) => statementsOf(policy));
  const wild = statements.flatMap(statement => {
    const text =
      typeof statement.Resource === 'string' ? statement.Resource : JSON.stringify(statement.Resource);
    if (!text.includes('*')) return [];
    const [end = ''] = /[^"]*\*/.exec(text) ?? [];
    return [[end, actionsOf(statement).join()]];
  });
  expect(wild.filter(found => !WILDCARDS.some(known => known.join() === found.join()))).toEqual([]);
});

test('mail can go out from the sender only', () => {
  const sending = ofType('AWS::IAM::Policy')
    .flatMap(([, policy]) => statementsOf(policy))
    .filter(({ Resource }) => JSON.stringify(Resource).includes('identity/*'));
  // The mailer, and administrators who try a template.
  expect(sending).toHaveLength(2);
  for (const { Condition } of sending)
    expect(Condition).toEqual({ StringEquals: { 'ses:FromAddress': 'invitations@rooms.example.edu' } });
});

test('nobody outside may call a function, use a queue, read the pages or publish an alarm', () => {
  const invokers = ofType('AWS::Lambda::Permission').map(([, { Properties }]) => Properties);
  expect(invokers).toHaveLength(Object.keys(routes).length);
  for (const { Principal, SourceArn } of invokers) {
    expect(Principal).toBe('apigateway.amazonaws.com');
    expect(SourceArn).toBeDefined();
  }
  const shared = ['AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy', 'AWS::S3::BucketPolicy']
    .flatMap(ofType)
    .flatMap(([, policy]) => statementsOf(policy))
    .filter(({ Effect }) => Effect === 'Allow');
  expect(shared.map(({ Principal, Condition }) => [Principal, Object.keys(Condition ?? {})])).toEqual([
    [{ Service: 'events.amazonaws.com' }, ['ArnEquals']],
    [{ Service: 'cloudwatch.amazonaws.com' }, ['StringEquals']],
    [{ Service: 'cloudfront.amazonaws.com' }, ['StringEquals']],
  ]);
});

test('the table of functions and what they may do', () => {
  const table = [...needed.keys()].map(name => {
    const own = granted(name).filter(action => !EVERY_FUNCTION.includes(action));
    return `${name.padEnd(22)} ${own.map(action => action.replace('dynamodb:', '')).join(' ')}`;
  });
  console.log([`Every function: ${EVERY_FUNCTION.join(' ')}`, ...table].join('\n'));
  expect(table).toHaveLength(needed.size);
});
