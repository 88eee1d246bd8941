import { describe, expect, test } from 'vitest';
import { type Letter, mailVariables } from '../../domain/letter.ts';
import { roles } from '../../domain/role.ts';
import { variableNames } from '../../domain/template.ts';
import { inMinutes, invitation, NOW, room, settings } from './fixtures.ts';

const WORDS = { viewer: 'spectatrice', speaker: 'intervenante', moderator: 'animatrice' };

const letter = (changes: Partial<Letter> = {}): Letter => ({
  invitation: invitation(),
  room: room(),
  settings: settings(),
  link: 'https://roompass.test/i#token',
  qrCode: 'cid:qr-code',
  locale: 'en',
  roles: WORDS,
  ...changes,
});

test('every value of the mail is there, in the room’s time zone, and nothing is undefined', () => {
  const values = mailVariables(
    letter({
      invitation: invitation({ firstName: 'Ada', expiresAt: inMinutes(60) }),
      room: room({ title: '<b>Biology</b>', startsAt: '2026-07-01T10:00:00.000Z', timeZone: 'Europe/Paris' }),
    }),
    NOW,
  );
  expect(values).toMatchObject({
    fullName: 'Ada Byron',
    email: 'Ada@Example.edu',
    roomTitle: '‹b›Biology‹/b›',
    roomDescription: '',
    endsAt: '',
    link: 'https://roompass.test/i#token',
    qrCode: 'cid:qr-code',
    inviterName: 'Olivia Owner',
    siteName: settings().name,
  });
  expect(values.startsAt).toMatch(/July 1, 2026.*12:00/);
  expect(values.expiresAt).toMatch(/March 2, 2026/);
  expect(Object.keys(values).sort()).toEqual([...variableNames].sort());
  for (const value of Object.values(values)) expect(value).toBeTypeOf('string');
});

test('what somebody has chosen is harmless and no link; the link and the address stay as they are', () => {
  const title = 'https://evil.example or evil.example &#8238; &lt;';
  const values = mailVariables(
    letter({
      invitation: invitation({
        firstName: "O'Neill",
        email: "O'Neill@mail.example.edu",
        createdBy: { id: 'owner', name: 'evil.example' },
      }),
      room: room({ title, description: title }),
      settings: settings({ name: 'Evil.example' as never }),
    }),
    NOW,
  );
  const { roomTitle, roomDescription, inviterName, siteName } = values;
  expect(roomTitle).toBe('https∶⁄⁄evil․example or evil․example ＆#8238; ＆lt;');
  expect(roomDescription).toBe(roomTitle);
  expect([inviterName, siteName]).toEqual(['evil․example', 'Evil․example']);
  expect([values.firstName, values.fullName]).toEqual(['O’Neill', 'O’Neill Byron']);
  expect(values.email).toBe('O’Neill@mail.example.edu');
  expect(values.link).toBe('https://roompass.test/i#token');
});

describe('times are those of the room’s time zone, which they name', () => {
  const startOf = (startsAt: string, timeZone: string | undefined, locale = 'en-GB') =>
    mailVariables(
      letter({ locale, invitation: invitation({ locale }), room: room({ startsAt, timeZone }) }),
      NOW,
    ).startsAt;

  test.each([
    // The clock goes from 2:00 to 3:00, and in autumn from 3:00 to 2:00.
    ['2026-03-29T00:59:00.000Z', 'Europe/Berlin', /Sunday 29 March 2026.* 01:59 CET$/],
    ['2026-03-29T01:00:00.000Z', 'Europe/Berlin', /Sunday 29 March 2026.* 03:00 CEST$/],
    ['2026-10-25T00:59:00.000Z', 'Europe/Berlin', /Sunday 25 October 2026.* 02:59 CEST$/],
    ['2026-10-25T01:00:00.000Z', 'Europe/Berlin', /Sunday 25 October 2026.* 02:00 CET$/],
    ['2026-03-29T20:00:00.000Z', 'Asia/Kolkata', /Monday 30 March 2026.* 01:30 GMT\+5:30$/],
    ['2026-03-29T12:00:00.000Z', 'Pacific/Apia', /Monday 30 March 2026.* 01:00 GMT\+13$/],
    ['2026-03-29T12:00:00.000Z', undefined, /Sunday 29 March 2026.* 12:00 UTC$/],
  ])('%s in %s', (instant, timeZone, written) => {
    expect(startOf(instant, timeZone).replace(',', '')).toMatch(written);
  });

  test('in the habits of the reader where the template is in the reader’s language, else in the template’s', () => {
    const startsAt = '2026-07-01T13:00:00.000Z';
    const written = (template: string, reader: string) =>
      mailVariables(
        letter({ locale: template, invitation: invitation({ locale: reader }), room: room({ startsAt }) }),
        NOW,
      ).startsAt;
    expect(written('en', 'en-GB')).toMatch(/1 July 2026.* 13:00/);
    expect(written('en', 'en-US')).toMatch(/July 1, 2026.* 1:00\sPM/);
    expect(written('fr', 'en-GB')).toMatch(/1 juillet 2026/);
    expect(written('en', 'fr')).toMatch(/July 1, 2026/);
    expect(written('he', 'he')).toMatch(/1 ביולי 2026/);
  });
});

test.each(roles)('a %s is called so in words of the template’s language, and one flag says so', role => {
  const values = mailVariables(letter({ invitation: invitation({ role }) }), NOW);
  expect(values.role).toBe(WORDS[role]);
  const flags = { viewer: values.isViewer, speaker: values.isSpeaker, moderator: values.isModerator };
  expect(flags).toEqual({ viewer: '', speaker: '', moderator: '', [role]: 'true' });
});

test.each([
  ['without a time', {}, '', ''],
  ['that is still to come', { startsAt: inMinutes(1) }, 'true', ''],
  ['that begins this very moment', { startsAt: NOW, endsAt: inMinutes(1) }, '', 'true'],
  ['that never ends', { startsAt: inMinutes(-60) }, '', 'true'],
  ['that ends this very moment', { startsAt: inMinutes(-60), endsAt: NOW }, '', ''],
])('a session %s is planned, open, or neither', (_, times, isPlanned, isOpen) => {
  expect(mailVariables(letter({ room: room(times) }), NOW)).toMatchObject({ isPlanned, isOpen });
});
