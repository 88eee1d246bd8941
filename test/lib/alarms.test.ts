import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { resourcesOf, stacksOf } from './stage.ts';

const { operations } = stacksOf({ alarmAddress: 'operations@example.edu' });
const alarms = Object.values(resourcesOf(operations)).filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm');
const nameOf = ({ Properties }: (typeof alarms)[number]) =>
  String(Properties.AlarmName).split('-').at(-1) ?? '';

test('there is an alarm for errors, latency, throttles, stream age, failures, bounces and complaints', () => {
  expect(alarms.map(nameOf).sort()).toEqual([
    'BounceRate',
    'ChangeFailures',
    'ComplaintRate',
    'DeliverEmailErrors',
    'EndSessionsErrors',
    'FailedMails',
    'FeedbackFailures',
    'GatewayThrottles',
    'MailAge',
    'MailFailures',
    'OriginRefusals',
    'RecordChangesErrors',
    'RecordDeliveryErrors',
    'RecordsFailed',
    'RefreshRoomErrors',
    'RoomFailures',
    'ServerErrors',
    'SessionAge',
    'SessionFailures',
    'SlowAnswers',
    'StreamAge',
    'StreamFailures',
    'TableReadThrottles',
    'TableWriteThrottles',
    'TemplateUnusable',
  ]);
});

test('bounces alarm above 5 %, complaints above 0.1 %', () => {
  const thresholdOf = (name: string) => alarms.find(alarm => nameOf(alarm) === name)?.Properties.Threshold;
  expect([thresholdOf('BounceRate'), thresholdOf('ComplaintRate')]).toEqual([0.05, 0.001]);
});

test('every alarm sends a notification when it begins and when it is over', () => {
  for (const { Properties } of alarms) {
    expect(Properties.AlarmActions).toHaveLength(1);
    expect(Properties.OKActions).toEqual(Properties.AlarmActions);
  }
  const [subscription] = Object.values(resourcesOf(operations)).filter(
    ({ Type }) => Type === 'AWS::SNS::Subscription',
  );
  expect(subscription?.Properties).toMatchObject({ Protocol: 'email', Endpoint: 'operations@example.edu' });
});

test('the runbook has meaning, checks and actions for each alarm, and for no other', () => {
  const runbook = readFileSync('docs/runbook.md', 'utf8');
  const sections = runbook.split(/^### /m).slice(1);
  const titles = sections.map(section => section.split('\n')[0]);
  expect(titles.sort()).toEqual(alarms.map(nameOf).sort());
  for (const section of sections) {
    expect(section).toContain('**Means**');
    expect(section).toContain('**See**');
    expect(section).toContain('**Do**');
  }
});
