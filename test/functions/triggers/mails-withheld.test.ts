import { expect, test } from 'vitest';
import { suppress } from '../../../functions/adapters/dynamodb/suppressions.ts';
import { call, tokenOf } from '../../support/api.ts';
import { deliveryOf, dueMail, dueMailOf } from '../../support/due-mail.ts';
import { invite, putRoom } from '../../support/ground.ts';
import { isDelivered, owner, ses } from './mailer-stage.ts';

/** Mails that are not sent: to suppressed addresses, and above the daily limits. */

test('nothing is mailed to a suppressed address, and the invitation says why', async () => {
  const { invited, due } = await dueMail(owner, 'room');
  await suppress('demo', invited.email, { reason: 'complained', at: new Date().toISOString() });
  expect(await isDelivered(due)).toBe(true);
  expect(ses.attempts).toBe(0);
  expect(await deliveryOf(due)).toMatchObject({ state: 'suppressed', reason: 'complained' });
});

test('an address gets no more mails a day than the site allows', async () => {
  const email = 'eager@example.edu';
  for (let count = 0; count < 6; count += 1) await isDelivered((await dueMail(owner, 'room', { email })).due);
  expect(ses.mails).toHaveLength(5);
  const due = await dueMailOf('room', await invite(owner, 'room', { email, sendEmail: true }));
  await isDelivered(due);
  expect(await deliveryOf(due)).toMatchObject({ state: 'failed', reason: 'daily_limit' });
});

test('fresh links, which any holder of a link may request, have their own limit and use up no mail of the managers', async () => {
  const email = 'sought@example.edu';
  const outcomes = [];
  for (let count = 0; count < 11; count += 1) {
    const roomId = `room-${count}`;
    await putRoom(owner, roomId);
    const invited = await invite(owner, roomId, { email });
    await call('requestLink', { body: { token: tokenOf(invited.link) } });
    const due = await dueMailOf(roomId, invited);
    await isDelivered(due);
    outcomes.push((await deliveryOf(due)).state);
  }
  expect(outcomes).toEqual([...Array(10).fill('sent'), 'failed']);
  const { due } = await dueMail(owner, 'room', { email });
  await isDelivered(due);
  expect(await deliveryOf(due)).toMatchObject({ state: 'sent' });
});
