import { randomUUID } from 'node:crypto';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import ICAL from 'ical.js';
import type { ParsedMail } from 'mailparser';
import { beforeAll, expect } from 'vitest';
import { type Handler, loadHandler } from '../../../local/gateway/lambda.ts';
import { deliver, dueMail } from '../../support/due-mail.ts';
import { loginOwner, putRoom } from '../../support/ground.ts';
import { lastMailTo } from '../../support/inbox.ts';
import { silenceLogs } from '../../support/quiet.ts';
import { startWithEmptyTable } from '../../support/stack.ts';

/** Set-up of the tests of mails: invitations that are mailed, and the calendar events in the mails. */

const DAY = 86_400_000;
/** At midnight, because calendars have no milliseconds. */
export const START = new Date(Math.ceil(Date.now() / DAY + 30) * DAY).toISOString();
export let owner: string;
export let deliverEmail: Handler<SQSEvent, SQSBatchResponse>;

beforeAll(async () => {
  silenceLogs();
  await startWithEmptyTable();
  owner = await loginOwner();
  deliverEmail = await loadHandler('deliverEmail');
});

/** Generates and mails an invitation into a new room. */
export async function mailed(room: object = {}, body: object = {}) {
  const roomId = `room-${randomUUID()}`;
  await putRoom(owner, roomId, room);
  const { invited, due } = await dueMail(owner, roomId, body);
  expect(await deliver(deliverEmail, due)).toBe(true);
  return { roomId, invited, due, mail: await lastMailTo(invited.email) };
}

export function eventIn({ attachments }: ParsedMail) {
  const part = attachments.find(({ contentType }) => contentType === 'text/calendar');
  const calendar = new ICAL.Component(ICAL.parse(String(part?.content)));
  const [event] = calendar.getAllSubcomponents('vevent').map(each => new ICAL.Event(each));
  if (event === undefined) throw new Error('there is no event');
  return { method: calendar.getFirstPropertyValue('method'), event };
}
