import type { Context } from 'aws-lambda';
import { expect, test, vi } from 'vitest';
import { deliveryOf, dueMail, invitationOf, messageOf } from '../../support/due-mail.ts';
import { invite, putRoom } from '../../support/ground.ts';
import { captureLines } from '../../support/log-lines.ts';
import { aMail, deliverEmail, isDelivered, owner, queueState, ses, waits } from './mailer-stage.ts';

/** What the mailer sends and records, and how it gives a mail back to the queue. */

test('a mail is sent from the sender, with tags, and with the configuration set that publishes its events', async () => {
  const due = await aMail();
  expect(await isDelivered(due)).toBe(true);
  expect(ses.mails.at(-1)).toMatchObject({
    FromEmailAddress: process.env.MAIL_SENDER,
    ConfigurationSetName: 'roompass-local',
    Content: { Template: { TemplateName: 'local_demo_invitation_en' } },
    EmailTags: expect.arrayContaining([{ Name: 'mail', Value: due.mail }]),
  });
  expect(await deliveryOf(due)).toMatchObject({ state: 'sent' });
});

test('a mailed calendar entry is recorded, also if the person is invited again meanwhile without mail', async () => {
  await putRoom(owner, 'planned', { startsAt: new Date(Date.now() + 3_600_000).toISOString() });
  const { invited, due } = await dueMail(owner, 'planned');
  ses.delayMillis = 1000;
  const delivered = isDelivered(due);
  await vi.waitFor(() => expect(ses.attempts).toBe(1), 10_000);
  await invite(owner, 'planned', { email: invited.email });
  expect(await delivered).toBe(true);
  expect(await invitationOf(due)).toMatchObject({
    delivery: { state: 'not_requested' },
    calendarEntry: { sequence: 0 },
  });
});

test('a mail for which the function has no time left is not begun, and can be retried at once', async () => {
  const due = await aMail();
  const context = { getRemainingTimeInMillis: () => 5000 } as Context;
  const { batchItemFailures } = await deliverEmail({ Records: [messageOf(due)] }, context);
  expect([batchItemFailures.length, ses.attempts, waits]).toEqual([1, 0, [30]]);
  expect(await isDelivered(due)).toBe(true);
});

test('a mail whose visibility timeout the queue does not change is redelivered anyway, and the log says so', async () => {
  const due = await aMail();
  queueState.isWell = false;
  ses.refusals = [{ status: 403, type: 'AccessDeniedException' }];
  const lines = captureLines();
  expect(await isDelivered(due)).toBe(false);
  expect(lines().map(({ message }) => message)).toContain('mail not postponed or given up');
  expect(await isDelivered(due)).toBe(true);
});

test('without a session’s start there is no calendar entry', async () => {
  await isDelivered(await aMail());
  const { Attachments } = ses.mails.at(-1).Content.Template;
  expect(Attachments.map(({ ContentType }: { ContentType: string }) => ContentType)).toEqual(['image/png']);
});
