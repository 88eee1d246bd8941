import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actorOf, atLeast, nameSchema, searchTerms, siteRoles } from '../../domain/person.ts';
import { person } from './fixtures.ts';

const accepts = (name: string) => nameSchema.safeParse(name).success;

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
    'a'.repeat(40),
    '𠮷'.repeat(40),
  ])('%s is a name', name => expect(nameSchema.parse(name)).toBe(name));

  test.each([
    ['nothing', ''],
    ['white space only', '   '],
    ['more than 40 characters', 'a'.repeat(41)],
    ['more than 40 characters beyond the BMP', '𠮷'.repeat(41)],
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
    ['a dot in the middle', 'evil.example'],
    ['two dots at the end', 'Jr..'],
    ['a leading dot', '.a'],
    ['a leading apostrophe', "'a"],
    ['a leading hyphen', '-a'],
    ['a leading mark', '\u0308a'],
    ['a line break', 'a\nb'],
    ['a tab', 'a\tb'],
    ['a NUL', 'a\u0000'],
    ['a direction override', 'a\u202eb'],
    ['a no-break space', 'a\u00a0b'],
    ['a lone surrogate', 'a\ud800'],
    ['an emoji', 'Ada😀'],
    ['an underscore', 'a_b'],
    ['a quotation mark', 'a"b'],
    ['braces of a template', 'a{{b}}'],
  ])('%s is not in a name', (_, name) => expect(accepts(name)).toBe(false));

  test('a name is trimmed', () => expect(nameSchema.parse('  Ada\n')).toBe('Ada'));

  test('no accepted name has a character that means something to Kaltura, HTML or a URL', () => {
    const dangerous = [...',:/<>@*|&=;"{}%#?_$\\\n\u0000'];
    const unit = fc.constantFrom(..."aZ9é .'’-", ...dangerous);
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 6 }), name => {
        const parsed = nameSchema.safeParse(name);
        fc.pre(parsed.success);
        for (const character of dangerous) expect(parsed.data).not.toContain(character);
        expect(nameSchema.parse(parsed.data)).toBe(parsed.data);
      }),
      { numRuns: 1000 },
    );
  });
});

test('a person is shown by name, or by id where the login tells no name', () => {
  expect(actorOf(person())).toEqual({ id: 'owner', name: 'Olivia Owner' });
  expect(actorOf(person({ firstName: '' }))).toEqual({ id: 'owner', name: 'Owner' });
  expect(actorOf(person({ firstName: '', lastName: '' }))).toEqual({ id: 'owner', name: 'owner' });
});

test('site roles are a ladder', () => {
  expect(siteRoles).toEqual(['viewerRole', 'privateOnlyRole', 'adminRole', 'unmoderatedAdminRole']);
  for (const [height, role] of siteRoles.entries()) {
    expect(siteRoles.filter(minimum => atLeast(role, minimum))).toEqual(siteRoles.slice(0, height + 1));
  }
});

test('people are found by e-mail, first and last name, without case and accents, each word once', () => {
  const ada = { id: 'ada', email: 'Ada@example.edu', firstName: 'Éva', lastName: 'eva' };
  expect(searchTerms(ada)).toEqual(['ada@example.edu', 'eva']);
});
