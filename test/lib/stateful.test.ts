import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import { resourcesOf, stacksOf } from './stage.ts';

/**
 * Types of resources that hold data, queued mail, keys or the service's address, with their create-only properties.
 */
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

/** Is useless without the gateway and CloudFront distribution of its stack; the next deploy creates another one. */
const GOES_WITH_ITS_STACK = 'OriginKey10CF34FB';

/**
 * If one of these lines changes, CloudFormation replaces the stage's resource by a new, empty one. An intended
 * change needs a guide for operators and a new line here.
 */
const PINNED = [
  'data TableCD117FA1 AWS::DynamoDB::GlobalTable KeySchema=pk:HASH,sk:RANGE',
  'data LinkKeys5F500E84 AWS::SecretsManager::Secret',
  'data TicketKeysCF8B8546 AWS::SecretsManager::Secret',
  'data IdKeyF19D5D60 AWS::SecretsManager::Secret',
  'data UnsubscribeKeyAE156D09 AWS::SecretsManager::Secret',
  'data MailFailures7BCA939E AWS::SQS::Queue',
  'data MailQueue4F838B3A AWS::SQS::Queue',
  'data ChangeFailuresCAAE533F AWS::SQS::Queue',
  'data ChangeQueueC069E0C0 AWS::SQS::Queue',
  'data SessionFailures5D3A04D5 AWS::SQS::Queue',
  'data SessionQueueC8C618A2 AWS::SQS::Queue',
  'data RoomFailures8F7A03E3 AWS::SQS::Queue FifoQueue=true',
  'data RoomQueue48BA6883 AWS::SQS::Queue FifoQueue=true',
  'data StreamFailuresE6D4F770 AWS::SQS::Queue',
  'email Mails0DC70ADE AWS::SES::ConfigurationSet Name=roompass-test',
  'email SenderF5F9B8E0 AWS::SES::EmailIdentity EmailIdentity=rooms.example.edu',
  'email FeedbackFailures3F0A1CD1 AWS::SQS::Queue',
  'email FeedbackQueueC15639F7 AWS::SQS::Queue',
  'web OriginKey10CF34FB AWS::SecretsManager::Secret',
  'web ApiF70053CD AWS::ApiGatewayV2::Api ProtocolType=HTTP',
  'web Pages127DFD1A AWS::S3::Bucket',
  'web Distribution830FAC52 AWS::CloudFront::Distribution',
];

/** Settings that may change after the first deploy of a stage. */
const LATER = {
  customDomain: {
    name: 'rooms.example.edu',
    certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/a',
  },
  webAclArn: 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/roompass/a',
  originRotation: 1,
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

test('stateful resources keep their logical ids and their create-only properties', () => {
  expect(pinnedLines(stacksOf())).toEqual(PINNED);
});

test('a later change of the settings replaces no resource', () => {
  const later = stacksOf(LATER);
  expect(pinnedLines(later)).toEqual(PINNED);
});

test('table, keys, pages and sender are kept even when their stack is destroyed', () => {
  const resources = Object.entries(stacksOf()).flatMap(statefulOf);
  for (const { id, Type, DeletionPolicy, UpdateReplacePolicy } of resources) {
    if (!RETAINED.includes(Type) || id === GOES_WITH_ITS_STACK) continue;
    expect([id, DeletionPolicy, UpdateReplacePolicy]).toEqual([id, 'Retain', 'Retain']);
  }
});

test('the table is on demand, has point-in-time recovery, deletion protection and a TTL', () => {
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

test('exports that other stacks import remain when settings change, so that no deploy is blocked', () => {
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

test('stacks that hold data have termination protection', () => {
  const { data, email, web } = stacksOf();
  for (const stack of [data, email, web]) expect(stack.terminationProtection).toBe(true);
});

test('no template contains the value of a key', () => {
  for (const stack of Object.values(stacksOf())) {
    for (const [id, { Type, Properties }] of Object.entries(resourcesOf(stack))) {
      if (Type !== 'AWS::SecretsManager::Secret') continue;
      expect(Properties).not.toHaveProperty('SecretString');
      // These are instructions to generate a value, not the value. A change of them would generate another value.
      const recipe =
        id === GOES_WITH_ITS_STACK ? { PasswordLength: 64, ExcludePunctuation: true } : undefined;
      expect(Properties.GenerateSecretString).toEqual(recipe);
    }
  }
});
