import { describe, expect, test, vi } from 'vitest';
import { withdrawalOf } from '../../../domain/calendar-entry.ts';
import { days } from '../../../domain/time.ts';
import { triggers } from '../../../functions/contract/triggers.ts';
import { invoke } from '../../../local/gateway/lambda.ts';
import { call } from '../../support/api.ts';
import { deliveryOf, dueMail, invitationOf, messageOf } from '../../support/due-mail.ts';
import { putRoom } from '../../support/ground.ts';
import { captureLines } from '../../support/log-lines.ts';
import { aMail, deliverEmail, isDelivered, owner, ses, waits } from './mailer-stage.ts';

/** The mailer with an SES that fails or refuses a mail. */

const ADDRESSEE = 'ada@example.edu';
const notVerified = (address: string) =>
  `Email address is not verified. The following identities failed the check in region US-EAST-1: ${address}`;

describe('an SES that fails', () => {
  test.each([
    [429, 'TooManyRequestsException'],
    [400, 'ThrottlingException'],
    [500, 'InternalServiceErrorException'],
    [503, 'ServiceUnavailable'],
  ])('with %i %s is retried by the same mailer', async (status, type) => {
    const due = await aMail();
    ses.refusals = [
      { status, type },
      { status, type },
    ];
    expect(await isDelivered(due)).toBe(true);
    expect([ses.attempts, ses.mails.length]).toEqual([3, 1]);
    expect(await deliveryOf(due)).toMatchObject({ state: 'sent' });
  });

  test('without an answer may have accepted the mail: it is not retried before SES’s event could arrive', async () => {
    const due = await aMail();
    ses.delayMillis = 4000;
    expect(await isDelivered(due)).toBe(false);
    expect(ses.attempts).toBe(1);
    expect(waits).toEqual([30]);
    expect(await deliveryOf(due)).toMatchObject({ state: 'queued' });

    ses.delayMillis = 0;
    const another = messageOf(due);
    const { batchItemFailures } = await invoke(deliverEmail, { Records: [another] });
    expect([batchItemFailures.length, ses.attempts]).toEqual([1, 1]);

    vi.useFakeTimers({ now: Date.now() + 30_000, toFake: ['Date'] });
    expect(await isDelivered(due, 2)).toBe(true);
    vi.useRealTimers();
    expect(await deliveryOf(due)).toMatchObject({ state: 'sent' });
  });

  test('for days is retried at most every hour, and no other mail waits for it', async () => {
    const due = await aMail();
    const forGood = { status: 403, type: 'AccessDeniedException' };
    for (const receives of [1, 2, 3, 8, 50]) {
      ses.refusals = [forGood];
      await isDelivered(due, receives);
    }
    expect(waits).toEqual([30, 60, 120, 3600, 3600]);
  });

  test('until the last retry leaves the mail failed, and due again after a redrive', async () => {
    const due = await aMail();
    ses.refusals = [{ status: 403, type: 'AccessDeniedException' }];
    expect(await isDelivered(due, triggers.deliverEmail.receives)).toBe(false);
    expect(await deliveryOf(due)).toMatchObject({ state: 'failed', reason: 'gave_up' });
    expect(await isDelivered(due)).toBe(true);
    expect(await deliveryOf(due)).toMatchObject({ state: 'sent' });
    expect((await deliveryOf(due)).reason).toBeUndefined();
  });

  test('until the last retry leaves a withdrawal in the dead-letter queue, and due after a redrive', async () => {
    await putRoom(owner, 'planned-once', { startsAt: new Date(Date.now() + days(30)).toISOString() });
    const { invited, due } = await dueMail(owner, 'planned-once');
    expect(await isDelivered(due)).toBe(true);
    const parameters = { roomId: 'planned-once', id: invited.id };
    await call('revokeInvitation', { parameters, token: owner });
    const withdrawal = { ...due, kind: 'withdrawal', mail: withdrawalOf(await invitationOf(due)) };
    const before = await invitationOf(due);
    ses.refusals = [{ status: 403, type: 'AccessDeniedException' }];
    expect(await isDelivered(withdrawal, triggers.deliverEmail.receives)).toBe(false);
    expect(await invitationOf(due)).toEqual(before);
    expect(await isDelivered(withdrawal)).toBe(true);
    expect((await invitationOf(due)).calendarEntry?.withdrawnAt).toBeDefined();
  });
});

test.each([
  ['MessageRejected', 'the content'],
  ['MessageRejected', notVerified(ADDRESSEE)],
  ['BadRequestException', 'Missing final @domain'],
])('a mail that SES refuses with %s (%s) has failed for good', async (type, message) => {
  const due = await aMail();
  ses.refusals = [{ status: 400, type, message }];
  expect(await isDelivered(due)).toBe(true);
  expect(await deliveryOf(due)).toMatchObject({ state: 'failed', reason: type });
});

test.each([
  [400, 'AccountSuspendedException', 'Suspended'],
  [400, 'SendingPausedException', 'Paused'],
  [400, 'MailFromDomainNotVerifiedException', 'Not verified'],
  [400, 'MessageRejected', notVerified('Roompass <roompass@localhost.test>')],
  [403, 'AccessDeniedException', 'Not authorized'],
  [403, 'ExpiredTokenException', 'Expired'],
  [404, 'NotFoundException', 'Configuration set <roompass-local> does not exist.'],
  [404, 'NotFoundException', 'Template does not exist.'],
])(
  'a mail is still due after %i %s (%s), an error that is not about the mail',
  async (status, type, message) => {
    const due = await aMail();
    ses.refusals = Array.from({ length: 100 }, () => ({ status, type, message }));
    const lines = captureLines();
    expect(await isDelivered(due)).toBe(false);
    const { site, mail, requestId } = due;
    expect(lines()).toMatchObject([
      { message: 'record failed', kind: type, record: mail, site, mail, requestId },
    ]);
    expect(requestId).toMatch(/./);
    expect(await deliveryOf(due)).toMatchObject({ state: 'queued' });

    ses.refusals = [];
    expect(await isDelivered(due)).toBe(true);
    expect(await deliveryOf(due)).toMatchObject({ state: 'sent' });
  },
);
