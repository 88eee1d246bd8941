import { describe, expect, test } from 'vitest';
import { idSchema, localeSchema, personKey, siteIdSchema, timeZoneSchema } from '../../domain/identifier.ts';

const accepts = (schema: { safeParse: (value: unknown) => { success: boolean } }, value: unknown) =>
  schema.safeParse(value).success;

describe('ids of rooms and people', () => {
  test.each(['a', '...', '.a', 'Ada@Example.edu', 'group:staff', '1_abc-DEF~1+2', 'a'.repeat(128)])(
    '%s is a valid id',
    id => expect(accepts(idSchema, id)).toBe(true),
  );
  test.each([
    '',
    '.',
    '..',
    'a'.repeat(129),
    'a/b',
    'a b',
    'a#b',
    'a%2f',
    'ä',
    'a\n',
    'a?b',
    'a\u0000',
    5,
    null,
  ])('%j is not a valid id', id => expect(accepts(idSchema, id)).toBe(false));
  test('ids of people compare without case', () => expect(personKey('Ada')).toBe(personKey('aDA')));
});

test('a site id has 1 to 20 of a-z 0-9 -', () => {
  for (const id of ['a', 'demo', 'kaf-2', 'a'.repeat(20)]) expect(accepts(siteIdSchema, id), id).toBe(true);
  for (const id of ['', 'Demo', 'a_b', 'a.b', 'a#b', 'a\n', 'a'.repeat(21)])
    expect(accepts(siteIdSchema, id), id).toBe(false);
});

test('a locale is a BCP 47 tag, stored in its canonical form', () => {
  expect(localeSchema.parse('PT-br')).toBe('pt-BR');
  expect(localeSchema.parse('zh-hant-tw')).toBe('zh-Hant-TW');
  expect(localeSchema.parse('pt_BR')).toBe('pt-BR');
  expect(localeSchema.parse('zh_Hant_TW')).toBe('zh-Hant-TW');
  expect(localeSchema.parse('de-DE-u-co-phonebk')).toBe('de-DE');
  for (const tag of ['', 'e', 'en_', 'en-', 'not a tag', 'en;q=1', '<b>'])
    expect(accepts(localeSchema, tag), tag).toBe(false);
});

test('a time zone is an IANA name, not an offset', () => {
  const links = [
    'US/Eastern',
    'Asia/Calcutta',
    'Europe/Kyiv',
    'GB',
    'EST5EDT',
    'NZ',
    'Etc/GMT+5',
    'Zulu',
    'MET',
  ];
  for (const zone of ['Europe/Paris', 'UTC', 'America/Argentina/Buenos_Aires', ...links])
    expect(accepts(timeZoneSchema, zone), zone).toBe(true);
  expect(timeZoneSchema.parse(' Europe/Paris\n')).toBe('Europe/Paris');
  const abbreviations = [
    'BST',
    'PST',
    'IST',
    'CST',
    'AST',
    'ECT',
    'JST',
    'CTT',
    'SystemV/EST5',
    'CEST',
    'Local',
  ];
  for (const zone of ['', '+02:00', 'GMT+2', 'Mars/Base', 'Europe/Nowhere', ...abbreviations])
    expect(accepts(timeZoneSchema, zone), zone).toBe(false);
});
