import { describe, expect, test } from 'vitest';
import { forSubject, type Letter, mailVariables } from '../../domain/mail-variables.ts';
import { type Role, roles } from '../../domain/role.ts';
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

test('every mail variable has a value, in the room’s time zone, and none is undefined', () => {
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

test('values that people typed become harmless and contain no link; the link and the address are unchanged', () => {
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

test('a description keeps its lines, except in a template that has it in its subject', () => {
  const values = mailVariables(letter({ room: room({ description: 'Bring:\r\n- a pen\n- paper' }) }), NOW);
  expect(values.roomDescription).toBe('Bring:\n- a pen\n- paper');
  const content = { subject: '{{roomTitle}}', html: '', text: '{{roomDescription}}' };
  expect(forSubject(content, values)).toEqual(values);
  expect(forSubject({ ...content, subject: '{{roomDescription}}' }, values)).toEqual({
    ...values,
    roomDescription: 'Bring: - a pen - paper',
  });
});

describe('times are in the room’s time zone, and name it', () => {
  const startOf = (startsAt: string, timeZone: string | undefined, locale = 'en-GB') =>
    mailVariables(
      letter({ locale, invitation: invitation({ locale }), room: room({ startsAt, timeZone }) }),
      NOW,
    ).startsAt;

  test.each([
    // Daylight saving time: the clock jumps from 2:00 to 3:00, and in autumn from 3:00 back to 2:00.
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

  test('in the reader’s regional format if the template has the reader’s language, otherwise in the template’s', () => {
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

test.each(roles)('the role %s is a word of the template’s language, and one flag is set', role => {
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

describe('`opensAt` is the time of early entry, if the session’s start is in the future', () => {
  const opensAt = (
    role: Role,
    startsIn: number,
    earlyEntryMinutes = { viewer: 0, speaker: 15, moderator: 30 },
  ) =>
    mailVariables(
      letter({
        invitation: invitation({ role }),
        room: room({ startsAt: inMinutes(startsIn), timeZone: 'Europe/Paris' }),
        settings: settings({ inviteToMedia: { earlyEntryMinutes } }),
      }),
      NOW,
    ).opensAt;

  test('by role, in the room’s time zone', () => {
    expect(opensAt('speaker', 60)).toMatch(/March 2, 2026.* 11:45/);
    expect(opensAt('moderator', 60)).toMatch(/March 2, 2026.* 11:30/);
    expect(opensAt('moderator', 10)).toMatch(/10:40/);
  });

  test('and is empty otherwise', () => {
    expect(opensAt('viewer', 60)).toBe('');
    expect(opensAt('speaker', 60, { viewer: 0, speaker: 0, moderator: 0 })).toBe('');
    expect(opensAt('speaker', 0)).toBe('');
    expect(mailVariables(letter(), NOW).opensAt).toBe('');
  });
});
