import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { KEPT_DAYS } from '../../domain/lifetimes.ts';
import { triggers } from '../../functions/contract/triggers.ts';
import { resourcesOf, settings, stacksOf } from './stage.ts';

/** The numbers of docs/runbook.md are those of the code. */

const { operations } = stacksOf({ alarmAddress: 'operations@example.edu' });
const runbook = readFileSync('docs/runbook.md', 'utf8').replace(/\s+/g, ' ');
const sections = new Map(
  runbook.split(' ### ').map(section => [section.split(' ')[0] ?? '', section.split(' ## ')[0] ?? '']),
);
const alarms = Object.values(resourcesOf(operations))
  .filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm')
  .map(({ Properties: { AlarmName, Threshold, EvaluationPeriods } }) => ({
    name: String(AlarmName).split('-').at(-1) ?? '',
    threshold: Number(Threshold),
    periods: Number(EvaluationPeriods),
  }));

/** How each unit of an alarm's threshold is written. */
const unitOf: Record<string, (threshold: number) => string> = {
  SlowAnswers: millis => `${millis / 1000} seconds`,
  StreamAge: millis => `${millis / 60_000} minutes`,
  MailAge: seconds => `${seconds / 60} minutes`,
  SessionAge: seconds => `${seconds / 60} minutes`,
  BounceRate: share => `${share * 100} %`,
  ComplaintRate: share => `${share * 100} %`,
};

test.each(alarms.filter(({ threshold }) => threshold > 0))(
  'the section of $name has the alarm’s threshold',
  ({ name, threshold }) => {
    const text = unitOf[name]?.(threshold) ?? `more than ${threshold} `;
    expect(sections.get(name)).toContain(text);
  },
);

const PERIODS: [RegExp, number][] = [
  [/two periods( of five minutes)?/, 2],
  [/for 15 minutes/, 3],
];

test.each(alarms.filter(({ periods }) => periods > 1))(
  'the section of $name, or the one that it refers to, has the number of periods',
  ({ name, periods }) => {
    const section = sections.get(name === 'TableWriteThrottles' ? 'TableReadThrottles' : name) ?? '';
    const [, written] = PERIODS.find(([pattern]) => pattern.test(section)) ?? [];
    expect(written).toBe(periods);
  },
);

const { deliverEmail, endSessions, recordChanges, recordDelivery, refreshRoom } = triggers;

test.each([
  ['DeliverEmailErrors', `tried ${deliverEmail.receives} times`],
  ['MailFailures', `failed ${deliverEmail.receives} times`],
  ['ChangeFailures', `failed ${recordChanges.receives} more times`],
  ['FeedbackFailures', `in ${recordDelivery.receives} tries`],
  ['RoomFailures', `failed ${refreshRoom.receives} times`],
  ['SessionFailures', `failed ${endSessions.receives.toLocaleString('en')} times`],
  ['RecordDeliveryErrors', `tried ${recordDelivery.receives} times`],
])('the section of %s says “%s”', (name, text) => {
  expect(sections.get(name)).toContain(text);
});

test('the runbook has the default limits and how long invitations are kept', () => {
  const { requestsPerSecond, burst } = settings.limits;
  expect(runbook).toContain(
    `${requestsPerSecond.toLocaleString('en')} requests a second, burst ${burst.toLocaleString('en')}`,
  );
  expect(runbook).toContain(`${KEPT_DAYS} days after generation`);
});

test('the changelog has the number of alarms', () => {
  expect(readFileSync('CHANGELOG.md', 'utf8')).toContain(`${alarms.length} alarms`);
});
