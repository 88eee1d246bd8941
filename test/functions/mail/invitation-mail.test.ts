import { randomUUID } from 'node:crypto';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import ICAL from 'ical.js';
import type { ParsedMail } from 'mailparser';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Handler, loadHandler } from '../../../local/gateway/lambda.ts';
import { call, login } from '../../support/api.ts';
import {
  type DueMail,
  deliver,
  deliveryOf,
  dueMail,
  dueMailOf,
  invitationOf,
} from '../../support/due-mail.ts';
import { loginOwner, putRoom } from '../../support/ground.ts';
import { lastMailTo, mailsTo } from '../../support/inbox.ts';
import { silenceLogs } from '../../support/quiet.ts';
import { startWithEmptyTable } from '../../support/stack.ts';

const START = '2126-03-02T10:00:00.000Z';
let owner: string;
let deliverEmail: Handler<SQSEvent, SQSBatchResponse>;

beforeAll(async () => {
  silenceLogs();
  await startWithEmptyTable();
  owner = await loginOwner();
  deliverEmail = await loadHandler('deliverEmail');
});

/** Into a room of its own. */
async function mailed(room: object = {}, body: object = {}) {
  const roomId = `room-${randomUUID()}`;
  await putRoom(owner, roomId, room);
  const { invited, due } = await dueMail(owner, roomId, body);
  expect(await deliver(deliverEmail, due)).toBe(true);
  return { roomId, invited, due, mail: await lastMailTo(invited.email) };
}

async function mailAgain(roomId: string, id: string): Promise<DueMail> {
  await call('resendInvitation', { parameters: { roomId, id }, token: owner });
  const due = await dueMailOf(roomId, { id });
  expect(await deliver(deliverEmail, due)).toBe(true);
  return due;
}

const partsOf = ({ attachments }: ParsedMail) => attachments.map(({ contentType }) => contentType);

function eventIn({ attachments }: ParsedMail) {
  const part = attachments.find(({ contentType }) => contentType === 'text/calendar');
  const calendar = new ICAL.Component(ICAL.parse(String(part?.content)));
  const [event] = calendar.getAllSubcomponents('vevent').map(each => new ICAL.Event(each));
  if (event === undefined) throw new Error('there is no event');
  return { method: calendar.getFirstPropertyValue('method'), event };
}

describe('a mail', () => {
  test('has text and HTML, both with the link, the picture of the link, and the session for the calendar', async () => {
    const { invited, mail } = await mailed({ startsAt: START, timeZone: 'Europe/Paris' });
    expect(mail.text).toContain(invited.link);
    expect(mail.html).toContain(`href="${invited.link}"`);
    expect(mail.html).toContain('src="cid:qr-code"');
    expect(partsOf(mail)).toEqual(['image/png', 'text/calendar']);
    expect(mail.attachments[0]).toMatchObject({ contentId: '<qr-code>', contentDisposition: 'inline' });
    const { event, method } = eventIn(mail);
    expect(method).toBe('REQUEST');
    expect(event.startDate.toJSDate().toISOString()).toBe(START);
    expect(event.description).toContain(invited.link);
  });

  test('asks nothing of any server: no picture, style or pixel is loaded, and no link goes elsewhere', async () => {
    const { invited, mail } = await mailed({ startsAt: START });
    const html = String(mail.html);
    const addresses = [...html.matchAll(/(?:src|href|background)="([^"]*)"/g)].map(([, url]) => url);
    expect(new Set(addresses)).toEqual(new Set([invited.link, 'cid:qr-code']));
    expect(html).not.toMatch(/@import|url\(/);
  });

  test.each([
    ['fr', 'vous invite'],
    ['fr-CA', 'vous invite'],
    ['de', 'Einladung|lädt'],
    ['ja', '招待'],
    ['fi', 'invites you'],
  ])('to somebody who reads %s is in the best language there is', async (locale, words) => {
    const { mail } = await mailed({}, { locale });
    expect(`${mail.subject}\n${mail.text}`).toMatch(new RegExp(words));
  });

  test('in Hebrew or Arabic is set from right to left', async () => {
    for (const locale of ['he', 'ar'])
      expect((await mailed({}, { locale })).mail.html).toMatch(/<html[^>]* dir="rtl"/);
  });

  test('has a way to say “no more”, which mail programs take with one click (RFC 8058)', async () => {
    const { mail } = await mailed();
    expect(mail.headers.get('list')).toMatchObject({
      unsubscribe: { url: expect.stringMatching(/\/v1\/unsubscribe\?token=/) },
    });
    const raw = mail.headerLines.find(({ key }) => key === 'list-unsubscribe-post')?.line;
    expect(raw).toBe('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
  });
});

describe('an entry in the calendar', () => {
  test('is replaced by each further mail, and taken back after a revoke', async () => {
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

  test('that nobody was sent is not taken back', async () => {
    const { roomId, invited } = await mailed();
    await call('revokeInvitation', { parameters: { roomId, id: invited.id }, token: owner });
    const count = (await mailsTo(invited.email)).length;
    await withdraw(roomId, invited.id);
    expect(await mailsTo(invited.email)).toHaveLength(count);
  });

  test('stays where the person was invited again before the withdrawal went out', async () => {
    const { roomId, invited } = await mailed({ startsAt: START });
    await call('revokeInvitation', { parameters: { roomId, id: invited.id }, token: owner });
    const withdrawal = await withdrawalOf(roomId, invited.id);
    await dueMail(owner, roomId, { email: invited.email });
    const count = (await mailsTo(invited.email)).length;
    expect(await deliver(deliverEmail, withdrawal)).toBe(true);
    expect(await mailsTo(invited.email)).toHaveLength(count);
  });
});

/** The message that the stream puts on the queue. */
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

describe('what a room or a manager is called', () => {
  const EVIL = [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    '{{link}} {{#if firstName}}x{{/if}}',
    'free at https://evil.example/now and evil.example',
    '&lt;b&gt; &#60;script&#62;',
    'abc\u202egpj.exe',
    '=?utf-8?q?Bcc:_mallory?=',
  ];

  test.each(EVIL)('never becomes markup, a header or a link: %s', async title => {
    const roomId = `room-${randomUUID()}`;
    await putRoom(owner, roomId, {
      title,
      description: `${title}\r\nBcc: mallory@evil.example`,
      startsAt: START,
    });
    const manager = await login({
      sub: 'owner',
      given_name: title.slice(0, 60),
      family_name: 'X\r\nBcc: m@evil.example',
    });
    const { invited, due } = await dueMail(manager, roomId);
    expect(await deliver(deliverEmail, due)).toBe(true);
    const mail = await lastMailTo(invited.email);
    const html = String(mail.html);
    expect(html).not.toMatch(/<script|<img src=x|onerror=.alert/);
    expect(mail.bcc).toBeUndefined();
    expect(mail.subject).not.toMatch(/[\r\n\u202e<>]/);
    expect(`${html}${mail.text}`).not.toMatch(/https:\/\/evil|evil\.example|&#60;|&lt;b|\u202e/);
    expect(mail.headerLines.filter(({ key }) => key === 'bcc')).toEqual([]);
    expect((await deliveryOf(due)).state).toBe('sent');
  });

  test('reads well in the subject with an apostrophe', async () => {
    const roomId = `room-${randomUUID()}`;
    await putRoom(owner, roomId, { title: "Ada's engine & more" });
    const manager = await login({ sub: 'owner', given_name: 'Olivia', family_name: "O'Neill" });
    const { invited, due } = await dueMail(manager, roomId, { firstName: "D'Arcy" });
    await deliver(deliverEmail, due);
    const mail = await lastMailTo(invited.email);
    expect(mail.subject).toBe('Olivia O’Neill invites you to “Ada’s engine & more”');
    expect(mail.text).toContain('Dear D’Arcy Byron');
  });
});
