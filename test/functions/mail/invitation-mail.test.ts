import type { ParsedMail } from 'mailparser';
import { describe, expect, test } from 'vitest';
import { eventIn, mailed, START } from './mail-stage.ts';

/** The content of an invitation mail. */

const partsOf = ({ attachments }: ParsedMail) => attachments.map(({ contentType }) => contentType);

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

  test('tells a speaker the time of early entry, also in the calendar, and a viewer only the start', async () => {
    const room = { startsAt: START, timeZone: 'Europe/Paris', description: 'Cells.' };
    const opens = /Entrée possible dès le .+ (00|01):45/;
    const early = await mailed(room, { role: 'speaker', locale: 'fr' });
    expect(String(early.mail.text).replaceAll(/\s+/g, ' ')).toMatch(opens);
    expect(String(early.mail.html).replaceAll(/\s+/g, ' ')).toMatch(opens);
    const { event } = eventIn(early.mail);
    expect(event.description).toMatch(opens);
    expect(event.description.split('\n\n')).toEqual([
      'Cells.',
      expect.any(String),
      expect.stringContaining('/i#'),
    ]);
    expect(event.startDate.toJSDate().toISOString()).toBe(START);
    const punctual = await mailed(room, { role: 'viewer', locale: 'fr' });
    expect(punctual.mail.text).not.toContain('Entrée possible');
    expect(eventIn(punctual.mail).event.description).toBe(`Cells.\n\n${punctual.invited.link}`);
  });

  test('keeps the lines of the description, in its text, its HTML and the calendar', async () => {
    const description = 'Bring:\n- a pen\n- paper';
    const { mail } = await mailed({ startsAt: START, description }, { role: 'viewer' });
    expect(mail.text).toContain('Bring:\n- a pen\n- paper');
    expect(mail.html).toMatch(/white-space: ?pre-line[^>]*>Bring:\n- a pen\n- paper</);
    expect(eventIn(mail).event.description).toContain('Bring:\n- a pen\n- paper\n\nhttp');
  });

  test('needs no server: it loads no picture, style or pixel, and no link leads elsewhere', async () => {
    const { invited, mail } = await mailed({ startsAt: START });
    const html = String(mail.html);
    const addresses = [...html.matchAll(/(?:src|href|background)="([^"]*)"/g)].map(([, url]) => url);
    expect(new Set(addresses)).toEqual(new Set([invited.link, 'cid:qr-code']));
    expect(html).not.toMatch(/@import|url\(/);
  });

  test.each([
    ['fr-CA', 'vous invite'],
    ['fi', 'invites you'],
  ])('to a reader of %s is in the best available language', async (locale, words) => {
    const { mail } = await mailed({}, { locale });
    expect(`${mail.subject}\n${mail.text}`).toMatch(new RegExp(words));
  });

  test('in Hebrew or Arabic is set from right to left', async () => {
    for (const locale of ['he', 'ar'])
      expect((await mailed({}, { locale })).mail.html).toMatch(/<html[^>]* dir="rtl"/);
  });

  test('offers one-click unsubscribe in its text and to mail programs (RFC 8058)', async () => {
    const { mail } = await mailed();
    expect(mail.headers.get('list')).toMatchObject({
      unsubscribe: { url: expect.stringMatching(/\/v1\/unsubscribe\?token=/) },
    });
    const raw = mail.headerLines.find(({ key }) => key === 'list-unsubscribe-post')?.line;
    expect(raw).toBe('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
  });
});
