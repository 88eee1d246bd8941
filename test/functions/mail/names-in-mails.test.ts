import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { login } from '../../support/api.ts';
import { deliver, deliveryOf, dueMail } from '../../support/due-mail.ts';
import { putRoom } from '../../support/ground.ts';
import { lastMailTo } from '../../support/inbox.ts';
import { deliverEmail, owner, START } from './mail-stage.ts';

/** The names of rooms and managers in a mail, also hostile ones. */

describe('the name of a room or a manager', () => {
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
