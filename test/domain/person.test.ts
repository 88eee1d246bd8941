import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  actorOf,
  atLeast,
  firstNameSchema,
  fullName,
  lastNameSchema,
  type Person,
  searchTerms,
  siteRoles,
} from '../../domain/person.ts';
import { person } from './fixtures.ts';

const accepts = (name: string) => firstNameSchema.safeParse(name).success;

describe('names', () => {
  test.each([
    'A',
    '3rd',
    'Ada',
    'Anne Marie',
    'Jean-Luc',
    "O'Neill",
    'O’Neill',
    'Dr. No',
    'J. R. R. Tolkien',
    'King Jr.',
    'Müller',
    'Mu\u0308ller',
    '李小龍',
    'محمد',
    'שָׁלוֹם',
    'नरेन्द्र',
    'می\u200cخواهم',
    'ක්\u200dෂ',
    "'t Hart",
    '’t Hart',
    'Col·lell',
    'ジャン・リュック',
    'כהן־לוי',
    'צה״ל ג׳',
    'J.R.R.',
    'St.-Pierre',
    'O’Neil-D’Arcy',
    'ʻOkina',
    'a'.repeat(60),
    '𠮷'.repeat(60),
  ])('%s is a name', name => expect(firstNameSchema.parse(name)).toBe(name));

  test.each([
    ['nothing', ''],
    ['white space only', '   '],
    ['more than 60 characters', 'a'.repeat(61)],
    ['more than 60 characters beyond the BMP', '𠮷'.repeat(61)],
    ['a Kaltura privilege', 'x,edit:*'],
    ['a comma', 'Byron, Ada'],
    ['a colon', 'a:b'],
    ['a slash', 'a/b'],
    ['a tag', 'a<b>'],
    ['an at sign', 'a@b'],
    ['an asterisk', 'a*'],
    ['a bar', 'a|b'],
    ['an ampersand', 'a&b'],
    ['an equals sign', 'a=b'],
    ['two dots at the end', 'Jr..'],
    ['a leading dot', '.a'],
    ['a dot behind a digit', '1.2'],
    ['a dot behind a space', 'a .b'],
    ['a leading middle dot', '·a'],
    ['a leading hyphen', '-a'],
    ['a leading mark', '\u0308a'],
    ['a line break', 'a\nb'],
    ['a NUL', 'a\u0000'],
    ['a lone surrogate', 'a\ud800'],
    ['an emoji', 'Ada😀'],
    ['an underscore', 'a_b'],
    ['a quotation mark', 'a"b'],
    ['braces of a template', 'a{{b}}'],
  ])('%s is not allowed in a name', (_, name) => expect(accepts(name)).toBe(false));

  test.each([
    ['white space around it', '  Ada\n', 'Ada'],
    ['a no-break space', 'Anne\u00a0Marie', 'Anne Marie'],
    ['a narrow no-break space', 'Anne\u202fMarie', 'Anne Marie'],
    ['an ideographic space', '山田\u3000太郎', '山田 太郎'],
    ['a tab', 'Anne\tMarie', 'Anne Marie'],
    ['a typographic hyphen', 'Jean\u2010Luc', 'Jean-Luc'],
    ['a no-break hyphen', 'Jean\u2011Luc', 'Jean-Luc'],
    ['a dash that a phone makes', 'Jean–Luc', 'Jean-Luc'],
    ['an opening quotation mark', 'O‘Neil', 'O’Neil'],
    ['an acute accent', 'O´Neil', 'O’Neil'],
    ['a prime', 'O′Neil', 'O’Neil'],
    ['a full-width apostrophe', 'O＇Neil', 'O’Neil'],
    ['a backquote', 'O`Neil', 'O’Neil'],
    ['a half-width middle dot', 'ジャン･リュック', 'ジャン・リュック'],
    ['a zero-width space', 'A\u200bda', 'Ada'],
    ['a soft hyphen', 'Wolfe\u00adschlegel', 'Wolfeschlegel'],
    ['a direction override', '\u202eAda\u202c', 'Ada'],
    ['a byte order mark', '\ufeffAda', 'Ada'],
  ])('%s is cleaned', (_, typed, name) => expect(firstNameSchema.parse(typed)).toBe(name));

  test('a last name may be empty, but a first name must not', () => {
    expect(lastNameSchema.parse(' ')).toBe('');
    expect(lastNameSchema.safeParse(undefined).success).toBe(false);
    expect(accepts('\u200b')).toBe(false);
    expect(fullName({ firstName: 'Sukarno', lastName: '' })).toBe('Sukarno');
  });

  test('any invalid name is refused quickly', () => {
    const begun = performance.now();
    for (const name of ["'".repeat(199), `${'a.'.repeat(99)},`, `a${' -'.repeat(99)}`]) accepts(name);
    expect(performance.now() - begun).toBeLessThan(100);
  });

  test('no accepted name has a character that means something to Kaltura, HTML or a URL', () => {
    const dangerous = [...',:/<>@*|&=;"{}%#?_$\\\n\u0000'];
    const unit = fc.constantFrom(..."aZ9é .'’-", ...dangerous);
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 6 }), name => {
        const parsed = firstNameSchema.safeParse(name);
        fc.pre(parsed.success);
        for (const character of dangerous) expect(parsed.data).not.toContain(character);
        expect(firstNameSchema.parse(parsed.data)).toBe(parsed.data);
      }),
      { numRuns: 1000 },
    );
  });
});

test('a person without a name is shown by the name of the site, and a long name is cut', () => {
  const nameOf = (changes: Partial<Person> = {}) => actorOf(person(changes), 'Example University');
  expect(nameOf()).toEqual({ id: 'owner', name: 'Olivia Owner' });
  expect(nameOf({ firstName: '' })).toEqual({ id: 'owner', name: 'Owner' });
  expect(nameOf({ firstName: '', lastName: '' })).toEqual({ id: 'owner', name: 'Example University' });
  expect(nameOf({ firstName: '😀'.repeat(80), lastName: 'x' }).name).toBe('😀'.repeat(80));
});

test('site roles are ordered', () => {
  expect(siteRoles).toEqual(['viewerRole', 'privateOnlyRole', 'adminRole', 'unmoderatedAdminRole']);
  for (const [height, role] of siteRoles.entries()) {
    expect(siteRoles.filter(minimum => atLeast(role, minimum))).toEqual(siteRoles.slice(0, height + 1));
  }
});

test('people are found by e-mail, first and last name, ignoring case and accents, each word once', () => {
  const ada = { id: 'ada', email: 'Ada@example.edu', firstName: 'Éva', lastName: 'eva' };
  expect(searchTerms(ada)).toEqual(['ada@example.edu', 'eva']);
  expect(searchTerms({ ...ada, firstName: 'Sukarno', lastName: '' })).toEqual(['ada@example.edu', 'sukarno']);
});
