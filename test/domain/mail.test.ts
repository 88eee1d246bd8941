import fc from 'fast-check';
import { expect, test } from 'vitest';
import { localeFallback, mailVariables, neutralise, templateName } from '../../domain/mail.ts';
import { inMinutes, invitation, room, settings } from './fixtures.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must be gone
const HARMFUL = /[<>"'\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

test('no value of a mail keeps markup, quotes, line breaks, control or direction-override characters', () => {
  const unit = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    fc.constantFrom(...'<>"\'\r\n\u202e\u2066\u2028\u0085'),
  );
  fc.assert(
    fc.property(fc.string({ unit }), value => {
      const harmless = neutralise(value);
      expect(harmless).not.toMatch(HARMFUL);
      expect(neutralise(harmless)).toBe(harmless);
    }),
    { numRuns: 1000 },
  );
});

test('what is harmless stays as it is, and what is not becomes its look-alike', () => {
  expect(neutralise('O’Neill & Söhne – عربي 100 %')).toBe('O’Neill & Söhne – عربي 100 %');
  expect(neutralise(`<a href="x">it's</a>`)).toBe('‹a href=”x”›it’s‹/a›');
  expect(neutralise('a\r\nBcc: b')).toBe('a Bcc: b');
});

test('the fallback of locales goes from the region to the language, the site’s default and English', () => {
  expect(localeFallback('pt-BR', 'fr')).toEqual(['pt-BR', 'pt', 'fr', 'en']);
  expect(localeFallback('fr', 'fr')).toEqual(['fr', 'en']);
  expect(localeFallback('en', 'en')).toEqual(['en']);
});

test('a template’s name fits SES however long its parts may be', () => {
  expect(templateName('local', 'demo', 'invitation', 'pt-BR')).toBe('local_demo_invitation_pt-BR');
});

test('every value of the mail is there, in the room’s time zone, and nothing is undefined', () => {
  const values = mailVariables({
    invitation: invitation({ firstName: 'Ada', expiresAt: inMinutes(60) }),
    room: room({ title: '<b>Biology</b>', startsAt: '2026-07-01T10:00:00.000Z', timeZone: 'Europe/Paris' }),
    settings: settings(),
    link: 'https://roompass.test/i#token',
  });
  expect(values).toMatchObject({
    fullName: 'Ada Byron',
    email: 'Ada@Example.edu',
    role: 'speaker',
    roomTitle: '‹b›Biology‹/b›',
    roomDescription: '',
    endsAt: '',
    link: 'https://roompass.test/i#token',
    inviterName: 'Olivia Owner',
    siteName: settings().name,
  });
  expect(values.startsAt).toMatch(/July 1, 2026.*12:00/);
  expect(values.expiresAt).toMatch(/March 2, 2026/);
  for (const value of Object.values(values)) expect(value).toBeTypeOf('string');
});
