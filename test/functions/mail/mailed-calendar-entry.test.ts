import { describe, expect, test } from 'vitest';
import { keys } from '../../../functions/adapters/dynamodb/table.ts';
import { before } from '../../bin/support/tables.ts';
import { call } from '../../support/api.ts';
import { type DueMail, deliver, dueMail, dueMailOf, invitationOf } from '../../support/due-mail.ts';
import { invite } from '../../support/ground.ts';
import { lastMailTo, mailsTo } from '../../support/inbox.ts';
import { deliverEmail, eventIn, mailed, owner, START } from './mail-stage.ts';

/** The calendar entry of an invitation, through further mails and its withdrawal. */

async function mailAgain(roomId: string, id: string): Promise<DueMail> {
  await call('resendInvitation', { parameters: { roomId, id }, token: owner });
  const due = await dueMailOf(roomId, { id });
  expect(await deliver(deliverEmail, due)).toBe(true);
  return due;
}

describe('an entry in the calendar', () => {
  test('is replaced by each further mail, and withdrawn after a revoke', async () => {
    const { roomId, invited, mail } = await mailed({ startsAt: START });
    const first = eventIn(mail).event;
    await mailAgain(roomId, invited.id);
    const second = eventIn(await lastMailTo(invited.email)).event;
    expect([second.uid, second.sequence]).toEqual([first.uid, first.sequence + 1]);

    await call('revokeInvitation', { parameters: { roomId, id: invited.id }, token: owner });
    const withdrawal = await withdraw(roomId, invited.id);
    const last = await lastMailTo(invited.email);
    const { method, event } = eventIn(last);
    expect(method).toBe('CANCEL');
    expect([event.uid, event.sequence]).toEqual([first.uid, second.sequence + 1]);
    expect(last.subject).toMatch(/withdrawn/);
    expect(last.html).not.toContain('/i#');

    const count = (await mailsTo(invited.email)).length;
    expect(await deliver(deliverEmail, withdrawal)).toBe(true);
    expect(await mailsTo(invited.email)).toHaveLength(count);
  });

  test('comes back when the person is invited again, with a higher sequence than the cancel', async () => {
    const { roomId, invited } = await mailed({ startsAt: START });
    await call('revokeInvitation', { parameters: { roomId, id: invited.id }, token: owner });
    await withdraw(roomId, invited.id);
    const cancelled = eventIn(await lastMailTo(invited.email)).event;
    const { due } = await dueMail(owner, roomId, { email: invited.email });
    expect(await deliver(deliverEmail, due)).toBe(true);
    const again = eventIn(await lastMailTo(invited.email));
    expect(again.method).toBe('REQUEST');
    expect(again.event.sequence).toBeGreaterThan(cancelled.sequence);
    expect((await invitationOf(due)).calendarEntry?.withdrawnAt).toBeUndefined();
  });

  test('that was not mailed is not withdrawn', async () => {
    const { roomId, invited } = await mailed();
    await call('revokeInvitation', { parameters: { roomId, id: invited.id }, token: owner });
    const count = (await mailsTo(invited.email)).length;
    await withdraw(roomId, invited.id);
    expect(await mailsTo(invited.email)).toHaveLength(count);
  });

  test('stays if the person is invited again before the withdrawal is sent', async () => {
    const { roomId, invited } = await mailed({ startsAt: START });
    await call('revokeInvitation', { parameters: { roomId, id: invited.id }, token: owner });
    const withdrawal = await withdrawalOf(roomId, invited.id);
    await dueMail(owner, roomId, { email: invited.email });
    const count = (await mailsTo(invited.email)).length;
    expect(await deliver(deliverEmail, withdrawal)).toBe(true);
    expect(await mailsTo(invited.email)).toHaveLength(count);
  });
});

test('an entry is recorded as withdrawn, also if the person is invited again while the withdrawal is sent', async () => {
  const { roomId, invited, due } = await mailed({ startsAt: START });
  await call('revokeInvitation', { parameters: { roomId, id: invited.id }, token: owner });
  const withdrawal = await withdrawalOf(roomId, invited.id);
  const again = () => invite(owner, roomId, { email: invited.email });
  before('UpdateItemCommand', again, keys.invitation('demo', roomId, invited.id));
  expect(await deliver(deliverEmail, withdrawal)).toBe(true);
  const { revokedAt, calendarEntry } = await invitationOf(due);
  expect({ revokedAt, withdrawnAt: calendarEntry?.withdrawnAt }).toEqual({
    revokedAt: undefined,
    withdrawnAt: expect.any(String),
  });
});

/** The message that the stream function puts on the queue. */
async function withdrawalOf(room: string, invitation: string): Promise<DueMail> {
  const { withdrawalOf: nameOf } = await import('../../../domain/calendar-entry.ts');
  const due = { kind: 'withdrawal', site: 'demo', room, invitation, mail: '' };
  return { ...due, mail: nameOf(await invitationOf(due)) };
}

async function withdraw(room: string, invitation: string): Promise<DueMail> {
  const due = await withdrawalOf(room, invitation);
  expect(await deliver(deliverEmail, due)).toBe(true);
  return due;
}
