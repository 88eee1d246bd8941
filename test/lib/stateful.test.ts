import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import { resourcesOf, stacksOf } from './stage.ts';

/** What holds data, mail that is due, keys, or the service's address, and the properties that cannot change in place. */
const CREATE_ONLY: Record<string, string[]> = {
  'AWS::DynamoDB::GlobalTable': ['TableName', 'KeySchema', 'LocalSecondaryIndexes'],
  'AWS::SecretsManager::Secret': ['Name'],
  'AWS::SQS::Queue': ['QueueName', 'FifoQueue'],
  'AWS::S3::Bucket': ['BucketName', 'ObjectLockEnabled'],
  'AWS::CloudFront::Distribution': [],
  'AWS::ApiGatewayV2::Api': ['ProtocolType'],
  'AWS::SES::ConfigurationSet': ['Name'],
  'AWS::SES::EmailIdentity': ['EmailIdentity'],
};

const RETAINED = [
  'AWS::DynamoDB::GlobalTable',
  'AWS::SecretsManager::Secret',
  'AWS::S3::Bucket',
  'AWS::SES::EmailIdentity',
];

/**
 * A change of one of these lines makes CloudFormation put a new, empty one in place of what a stage already has. Where
 * that is meant, it takes a guide for operators, and a new line here.
 */
const PINNED = [
  'data TableCD117FA1 AWS::DynamoDB::GlobalTable KeySchema=pk:HASH,sk:RANGE',
  'data LinkKeys5F500E84 AWS::SecretsManager::Secret',
  'data TicketKeysCF8B8546 AWS::SecretsManager::Secret',
  'data MailFailures7BCA939E AWS::SQS::Queue',
  'data MailQueue4F838B3A AWS::SQS::Queue',
  'data ChangeFailuresCAAE533F AWS::SQS::Queue',
  'data ChangeQueueC069E0C0 AWS::SQS::Queue',
  'data StreamFailuresE6D4F770 AWS::SQS::Queue',
  'email Mails0DC70ADE AWS::SES::ConfigurationSet Name=roompass-test',
  'email SenderF5F9B8E0 AWS::SES::EmailIdentity EmailIdentity=rooms.example.edu',
  'email FeedbackFailures3F0A1CD1 AWS::SQS::Queue',
  'email FeedbackQueueC15639F7 AWS::SQS::Queue',
  'web ApiF70053CD AWS::ApiGatewayV2::Api ProtocolType=HTTP',
  'web Pages127DFD1A AWS::S3::Bucket',
  'web Distribution830FAC52 AWS::CloudFront::Distribution',
];

/** Settings as they may become once a stage is in use. */
const LATER = {
  customDomain: {
    name: 'rooms.example.edu',
    certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/a',
  },
  alarmAddress: 'operations@example.edu',
  logRetentionDays: 365,
  restoredTable: {
    tableArn: 'arn:aws:dynamodb:eu-central-1:123456789012:table/restored',
    streamArn: 'arn:aws:dynamodb:eu-central-1:123456789012:table/restored/stream/1',
  },
};

type KeyPart = { AttributeName: string; KeyType: string };
const text = (value: unknown): string =>
  Array.isArray(value)
    ? (value as KeyPart[]).map(({ AttributeName, KeyType }) => `${AttributeName}:${KeyType}`).join()
    : String(value);

const statefulOf = ([part, stack]: [string, Stack]) =>
  Object.entries(resourcesOf(stack))
    .filter(([, { Type }]) => Type in CREATE_ONLY)
    .map(([id, resource]) => ({ part, id, ...resource }));

const pinnedLines = (stacks: Record<string, Stack>): string[] =>
  Object.entries(stacks)
    .flatMap(statefulOf)
    .map(({ part, id, Type, Properties }) => {
      const fixed = (CREATE_ONLY[Type] ?? []).filter(name => Properties[name] !== undefined);
      return [part, id, Type, ...fixed.map(name => `${name}=${text(Properties[name])}`)].join(' ');
    });

test('what holds data keeps its id and whatever could only change by replacing it', () => {
  expect(pinnedLines(stacksOf())).toEqual(PINNED);
});

test('settings that change later replace nothing', () => {
  const later = stacksOf(LATER);
  expect(pinnedLines(later)).toEqual(PINNED);
});

test('table, keys, pages and sender are kept even when their stack is destroyed', () => {
  const resources = Object.entries(stacksOf()).flatMap(statefulOf);
  for (const { id, Type, DeletionPolicy, UpdateReplacePolicy } of resources) {
    if (!RETAINED.includes(Type)) continue;
    expect([id, DeletionPolicy, UpdateReplacePolicy]).toEqual([id, 'Retain', 'Retain']);
  }
});

test('the table is on demand, recoverable to any second, protected from deletion, and forgets by its ttl', () => {
  const [table] = Object.values(resourcesOf(stacksOf().data)).filter(
    ({ Type }) => Type === 'AWS::DynamoDB::GlobalTable',
  );
  expect(table?.Properties).toMatchObject({
    BillingMode: 'PAY_PER_REQUEST',
    TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
    StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    Replicas: [
      {
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      },
    ],
  });
});

test('what other stacks import is still told when settings change, so that no deploy locks itself', () => {
  const exportsOf = (stack: Stack) =>
    Object.values(Template.fromStack(stack).toJSON().Outputs as Record<string, { Export?: { Name: string } }>)
      .flatMap(({ Export }) => Export?.Name ?? [])
      .sort();
  const before = stacksOf();
  const after = stacksOf(LATER);
  for (const part of ['data', 'email', 'web'] as const) {
    expect(exportsOf(after[part])).toEqual(expect.arrayContaining(exportsOf(before[part])));
  }
});

test('stacks that hold data are not destroyed by a slip', () => {
  const { data, email, web } = stacksOf();
  for (const stack of [data, email, web]) expect(stack.terminationProtection).toBe(true);
});

test('no template holds a key, and none is told where everybody can read it', () => {
  for (const stack of Object.values(stacksOf())) {
    for (const { Type, Properties } of Object.values(resourcesOf(stack))) {
      if (Type !== 'AWS::SecretsManager::Secret') continue;
      expect(Properties).not.toHaveProperty('SecretString');
      expect(Properties).not.toHaveProperty('GenerateSecretString');
    }
  }
});
