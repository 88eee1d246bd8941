import { expect, test } from 'vitest';
import type { Need } from '../../functions/contract/route.ts';
import { routes } from '../../functions/contract/routes.ts';
import { authorizers } from '../../functions/contract/triggers.ts';
import { actionsOf, needed, ofType, resources, sorted, statementsOf } from './statements.ts';

/**
 * Compares every policy statement of a function's role with the needs that the contract declares for the function.
 */

/** Permissions of every function: write its own log and send traces to X-Ray. */
const EVERY_FUNCTION = [
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];

const OF_NEED: Partial<Record<Need, string[]>> = {
  'link keys': ['secretsmanager:GetSecretValue'],
  'ticket keys': ['secretsmanager:GetSecretValue'],
  'id key': ['secretsmanager:GetSecretValue'],
  'unsubscribe key': ['secretsmanager:GetSecretValue'],
  'origin key': ['secretsmanager:GetSecretValue'],
  'new keys': ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'],
  'kaltura app tokens': ['secretsmanager:GetSecretValue'],
  'room queue': ['sqs:SendMessage'],
  'kaltura secrets': ['secretsmanager:GetSecretValue'],
  'mail queue': ['sqs:SendMessage'],
  'change queue': ['sqs:SendMessage'],
  mail: ['ses:SendEmail', 'ses:SendTemplatedEmail'],
  'mail delay': ['sqs:ChangeMessageVisibility'],
  'session queue': ['sqs:SendMessage'],
  'session delay': ['sqs:ChangeMessageVisibility'],
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
/** Permissions that Lambda uses to read a trigger's event source. */
const OF_EVENT_SOURCE: Record<string, string[]> = {
  deliverEmail: CONSUME,
  endSessions: CONSUME,
  refreshRoom: CONSUME,
  recordDelivery: CONSUME,
  recordChanges: [
    ...CONSUME,
    'dynamodb:DescribeStream',
    'dynamodb:GetRecords',
    'dynamodb:GetShardIterator',
    'dynamodb:ListStreams',
    // To the dead-letter queue of records that the function cannot process.
    'sqs:SendMessage',
  ],
};

const expected = (name: string): string[] =>
  sorted([
    ...EVERY_FUNCTION,
    ...(OF_EVENT_SOURCE[name] ?? []),
    ...(needed.get(name) ?? []).flatMap(need => OF_NEED[need] ?? [`dynamodb:${need.split(' ')[0]}`]),
  ]);

const granted = (name: string): string[] =>
  sorted(
    ofType('AWS::IAM::Policy')
      .filter(([id]) => new RegExp(`^${name}RoleDefaultPolicy[0-9A-F]{8}$`).test(id))
      .flatMap(([, policy]) => statementsOf(policy).flatMap(actionsOf)),
  );

test('every function has its own role, with only its own policy', () => {
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

/** Every resource with a `*`: its end, and the actions. `lib/` has the reasons next to each statement. */
const WILDCARDS = [
  ['*', 'xray:PutTraceSegments,xray:PutTelemetryRecords'],
  [':identity/*', 'ses:SendEmail,ses:SendTemplatedEmail'],
  [':template/test_*', 'ses:SendEmail,ses:SendTemplatedEmail'],
  [':template/test_*', 'ses:GetEmailTemplate'],
  [':template/test_*', 'ses:CreateEmailTemplate,ses:UpdateEmailTemplate,ses:DeleteEmailTemplate'],
  ['*', 'ses:ListEmailTemplates'],
  ['/*', 's3:PutObject'],
  [':secret:roompass-test/kaltura-secrets/*', 'secretsmanager:GetSecretValue'],
  [':secret:roompass-test/kaltura-app-tokens/*', 'secretsmanager:GetSecretValue'],
];

test('no policy has a wildcard resource unless there is a reason', () => {
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

test('mail can be sent from the sender only', () => {
  const sending = ofType('AWS::IAM::Policy')
    .flatMap(([, policy]) => statementsOf(policy))
    .filter(({ Resource }) => JSON.stringify(Resource).includes('identity/*'));
  // The mailer, and the route with which administrators send a test mail.
  expect(sending).toHaveLength(2);
  for (const { Condition } of sending)
    expect(Condition).toEqual({ StringEquals: { 'ses:FromAddress': 'invitations@rooms.example.edu' } });
});

test('no outside principal may call a function, use a queue, read the pages or publish an alarm', () => {
  const invokers = ofType('AWS::Lambda::Permission').map(([, { Properties }]) => Properties);
  expect(invokers).toHaveLength(Object.keys(routes).length + Object.keys(authorizers).length);
  for (const { Principal, SourceArn } of invokers) {
    expect(Principal).toBe('apigateway.amazonaws.com');
    expect(SourceArn).toBeDefined();
  }
  const ofAuthorizers = invokers.filter(({ SourceArn }) =>
    JSON.stringify(SourceArn).includes('/authorizers/'),
  );
  expect(ofAuthorizers.map(({ FunctionName }) => JSON.stringify(FunctionName))).toEqual([
    expect.stringMatching(/"checkOrigin[0-9A-F]{8}"/),
  ]);
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
