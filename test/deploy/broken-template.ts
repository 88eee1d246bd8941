import { beforeAll, expect, test } from 'vitest';
import { metricNamespace, unusableTemplateMetric } from '../../functions/runtime/metric-names.ts';
import { call, deployed, emulator, login } from './support/deployed.ts';
import { STAGE } from './support/emulator.ts';
import { editTemplate, readTemplate, type Template } from './support/mail-templates.ts';
import { mailsTo } from './support/mails.ts';

const ROOM = '/v1/rooms/broken-template';

/** The metric of one mail, in the embedded metric format. */
const METRIC = {
  _aws: {
    CloudWatchMetrics: [
      {
        Namespace: metricNamespace,
        Dimensions: [['stage']],
        Metrics: [{ Name: unusableTemplateMetric, Unit: 'Count' }],
      },
    ],
  },
  stage: STAGE,
  [unusableTemplateMetric]: 1,
};

/** The log lines of which CloudWatch makes the metric. */
async function counted(): Promise<object[]> {
  const lines = (await (await fetch(`${deployed.windowUrl}/logs`)).text()).split('\n');
  return lines
    .filter(line => line.startsWith('{"_aws"') && line.includes(unusableTemplateMetric))
    .map(line => JSON.parse(line));
}

beforeAll(async () => {
  const room = { title: 'Marées', ownerId: 'owner', chatAndCollaboration: true };
  await call(`PUT ${ROOM}`, { login: await login({ sub: 'backend', scope: 'rooms:write' }), body: room });
});

// Locales in which no earlier test has mailed: a mailer caches a template for half a minute.
test.each<[string, string, (template: Template) => Partial<Template>, string]>([
  ['is not closed', 'fr', ({ Html }) => ({ Html: `{{#if firstName}${Html}` }), 'vous invite'],
  ['has lost its link', 'de', ({ Text }) => ({ Text: Text.replace('{{link}}', '') }), 'lädt Sie'],
])(
  'a template that %s in the console is replaced by the default, and a metric reports it',
  async (_, locale, damage, words) => {
    const before = (await counted()).length;
    const whole = await readTemplate(locale);
    await editTemplate(locale, damage(whole));

    const email = `${locale}@example.edu`;
    const person = { email, firstName: 'Ada', lastName: 'Byron', role: 'speaker', locale };
    const manager = { login: await login({ sub: 'owner' }) };
    const asked = await call(`POST ${ROOM}/invitations`, {
      ...manager,
      body: { ...person, sendEmail: true },
    });
    expect(asked.status).toBe(201);
    const { invitation, link } = asked.body;

    const mails = () => mailsTo(email, `${deployed.windowUrl}/store`);
    await expect.poll(mails, { timeout: 60_000 }).toHaveLength(1);
    const [mail] = await mails();
    expect(mail?.subject).toContain(words);
    for (const part of [mail?.body.html, mail?.body.text]) {
      expect(part).toContain(link);
      expect(part).not.toContain('{{');
    }
    const delivery = async () =>
      (await call(`GET ${ROOM}/invitations/${invitation.id}`, manager)).body.delivery;
    const sent = { state: 'sent', reason: 'template_invalid' };
    await expect.poll(delivery, { timeout: 60_000 }).toMatchObject(sent);
    const measured = async () => (await counted()).slice(before);
    await expect.poll(measured, { timeout: 60_000 }).toMatchObject([METRIC]);

    await editTemplate(locale, whole);
  },
);

test('an alarm watches the metric that reports it, from the first such mail on', async () => {
  const { MetricAlarms } = await emulator.aws('cloudwatch', 'describe-alarms');
  const alarm = {
    Namespace: metricNamespace,
    MetricName: unusableTemplateMetric,
    Dimensions: [{ Name: 'stage', Value: STAGE }],
    Statistic: 'Sum',
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: 0,
  };
  expect(MetricAlarms).toContainEqual(expect.objectContaining(alarm));
});
