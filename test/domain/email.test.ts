import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  emailDomainsSchema,
  emailKey,
  emailSchema,
  isDomainBlocked,
  isMailable,
  mailbox,
  normaliseEmail,
} from '../../domain/email.ts';

describe('normalising', () => {
  test.each([
    ['case', 'Ada@Example.EDU', 'ada@example.edu'],
    ['white space around it', ' \tada@example.edu\n', 'ada@example.edu'],
    ['NFC of the local part', 'Mu\u0308ller@example.edu', 'müller@example.edu'],
    ['a domain in Unicode', 'ada@Bücher.example', 'ada@xn--bcher-kva.example'],
    ['a domain in decomposed Unicode', 'ada@bu\u0308cher.example', 'ada@xn--bcher-kva.example'],
    ['a domain in ASCII form', 'ada@XN--BCHER-KVA.example', 'ada@xn--bcher-kva.example'],
    ['a domain with ideographic dots', 'ada@例え。テスト', 'ada@xn--r8jz45g.xn--zckzah'],
    ['full-width letters', 'ada@ｅxample.edu', 'ada@example.edu'],
    ['a full-width at sign', 'ada＠example.edu', 'ada@example.edu'],
    ['a no-break space before it', '\u00a0ada@example.edu', 'ada@example.edu'],
    ['a byte order mark before it', '\ufeffada@example.edu', 'ada@example.edu'],
    ['a zero-width space behind it', 'ada@example.edu\u200b', 'ada@example.edu'],
    ['direction marks around it', '\u200e\u202aada@example.edu\u202c\u200f', 'ada@example.edu'],
    ['a zero-width space within it', 'ada\u200b@example.edu', 'ada@example.edu'],
    ['a soft hyphen within it', 'ada@exam\u00adple.edu', 'ada@example.edu'],
    ['mailto:', 'mailto:ada@example.edu', 'ada@example.edu'],
    ['MAILTO: with a subject', 'MAILTO:ada@example.edu?subject=Hello', 'ada@example.edu'],
    ['mailto: with an encoded plus', 'mailto:ada%2Broom@example.edu', 'ada+room@example.edu'],
    ['mailto: with a stray percent', 'mailto:100%@example.edu', '100%@example.edu'],
    ['angle brackets', '<ada@example.edu>', 'ada@example.edu'],
    ['mailto: in angle brackets', '<mailto:ada@example.edu>', 'ada@example.edu'],
    ['a name', 'Ada Byron <ada@example.edu>', 'ada@example.edu'],
    ['a quoted name with a comma', '"Byron, Ada" <ada@example.edu>,', 'ada@example.edu'],
    ['one bracket that was left behind', 'ada@example.edu>', 'ada@example.edu'],
    ['a trailing comma', 'ada@example.edu,', 'ada@example.edu'],
    ['a trailing semicolon and a space', 'ada@example.edu; ', 'ada@example.edu'],
    ['a trailing dot', 'ada@example.edu.', 'ada@example.edu'],
    ['a trailing comma behind what cannot be seen', 'ada@example.edu\u200b ,', 'ada@example.edu'],
    ['quotation marks', '“ada@example.edu”', 'ada@example.edu'],
    ['single quotation marks', "'ada@example.edu'", 'ada@example.edu'],
  ])('%s makes no difference', (_, typed, key) => expect(normaliseEmail(typed)).toBe(key));

  test('plus tags and dots are part of the address', () => {
    const keys = ['ada.byron@x.test', 'adabyron@x.test', 'adabyron+live@x.test'].map(normaliseEmail);
    expect(new Set(keys)).toHaveLength(3);
  });

  test.each([
    ['nothing', ''],
    ['no at sign', 'ada.example.edu'],
    ['no local part', '@example.edu'],
    ['no domain', 'ada@'],
    ['a domain of one label', 'ada@localhost'],
    ['an address of a machine', 'ada@127.0.0.1'],
    ['a number for a machine', 'ada@0x7f.1'],
    ['an address literal', 'ada@[127.0.0.1]'],
    ['a port', 'ada@example.edu:25'],
    ['a path', 'ada@example.edu/x'],
    ['an escaped path', 'ada@example.edu%2fx'],
    ['two trailing dots', 'ada@example.edu..'],
    ['only brackets', '<>'],
    ['mailto: alone', 'mailto:'],
    ['a name behind the brackets', '<ada@example.edu> Ada'],
    ['two dots in the local part', 'a..b@example.edu'],
    ['a leading dot', '.a@example.edu'],
    ['a space', 'a b@example.edu'],
    ['two at signs', 'a@b@example.edu'],
    ['a line break for another header', 'a@example.edu\nBcc: b@example.edu'],
    ['a list', 'a@example.edu,b@example.edu'],
    ['a list with names', 'Ada <a@example.edu>, Bob b@example.edu'],
    ['a quoted local part', '"a b"@example.edu'],
    ['an encoded word', '=?utf-8?q?=41da?=@example.edu'],
    ['a NUL', 'a\u0000@example.edu'],
    ['a hyphen at a label’s end', 'a@b-.edu'],
    ['a local part above 64 characters', `${'a'.repeat(65)}@example.edu`],
    ['more than 254 characters', `a@${`${'b'.repeat(60)}.`.repeat(5)}edu`],
  ])('%s is not an address', (_, typed) => {
    expect(normaliseEmail(typed)).toBeUndefined();
    expect(emailSchema.safeParse(typed).success).toBe(false);
    expect(() => emailKey(typed)).toThrow();
  });

  const local = fc.string({
    unit: fc.constantFrom(...'aZ.+-_éEe\u0301ǅΣςßİ\u0307ﬁ9'),
    minLength: 1,
    maxLength: 10,
  });
  const domain = fc.string({ unit: fc.constantFrom(...'aZ.-é\u0301ßİΣ。９ｅ'), minLength: 1, maxLength: 10 });
  const typed = fc.tuple(local, domain).map(([name, at]) => `${name}@${at}.Edu`);

  test('normalising again changes nothing', () => {
    fc.assert(
      fc.property(typed, address => {
        const once = normaliseEmail(address);
        fc.pre(once !== undefined);
        expect(normaliseEmail(once)).toBe(once);
      }),
      { numRuns: 3000 },
    );
  });

  test('the stored address equals the typed one when normalised, and mail goes to the local part as typed', () => {
    fc.assert(
      fc.property(typed, address => {
        const key = normaliseEmail(address);
        fc.pre(key !== undefined);
        const kept = emailSchema.parse(`  ${address} `);
        expect(kept).toBe(address);
        expect(emailKey(kept)).toBe(key);
        expect(normaliseEmail(mailbox(kept))).toBe(key);
        expect(mailbox(kept).split('@')[0]).toBe(address.split('@')[0]);
      }),
    );
  });
});

test.each([
  ['Ada Byron <Ada@Example.EDU>;', 'Ada@Example.EDU'],
  [' mailto:Ada.Byron+live@Example.edu', 'Ada.Byron+live@Example.edu'],
  ['\u200bAda@Bücher.example\u00a0', 'Ada@Bücher.example'],
])('%j is reduced to the address, in its typed case', (typed, kept) => {
  expect(emailSchema.parse(typed)).toBe(kept);
  expect(emailSchema.parse(kept)).toBe(kept);
});

test.each([
  ['white space', `a${' '.repeat(60_000)}b`],
  ['letters before a bracket', `${'a'.repeat(60_000)}<`],
])('a body full of %s is refused quickly', (_, typed) => {
  const begun = performance.now();
  expect(emailSchema.safeParse(typed).success).toBe(false);
  expect(performance.now() - begun).toBeLessThan(500);
});

test('SES can send to an address whose local part is ASCII, whatever its domain', () => {
  expect(['ada@example.edu', "o'neil+a@bücher.example"].map(isMailable)).toEqual([true, true]);
  expect(['müller@example.edu', '用户@例え.テスト'].map(isMailable)).toEqual([false, false]);
});

describe('blocked domains', () => {
  const lists = (allowed: string[], blocked: string[]) => emailDomainsSchema.parse({ allowed, blocked });
  test.each([
    ['no list blocks nothing', [], [], 'a@example.edu', false],
    ['a blocked domain', [], ['example.edu'], 'a@example.edu', true],
    ['a subdomain of a blocked one', [], ['example.edu'], 'a@deep.mail.example.edu', true],
    ['a domain that only ends alike', [], ['ample.edu'], 'a@example.edu', false],
    ['a domain above a blocked one', [], ['mail.example.edu'], 'a@example.edu', false],
    ['an entry in capitals, an address too', [], ['Example.EDU'], 'a@EXAMPLE.edu', true],
    ['an entry in Unicode', [], ['bücher.example'], 'a@xn--bcher-kva.example', true],
    ['an allowed domain', ['example.edu'], [], 'a@example.edu', false],
    ['a subdomain of an allowed one', ['example.edu'], [], 'a@mail.example.edu', false],
    ['all others where a list of allowed ones is filled', ['example.edu'], [], 'a@example.org', true],
    [
      'a blocked subdomain of an allowed one',
      ['example.edu'],
      ['bad.example.edu'],
      'a@bad.example.edu',
      true,
    ],
  ])('%s', (...row) => {
    const [, allowed, blocked, email, isBlocked] = row;
    expect(isDomainBlocked(email, lists(allowed, blocked))).toBe(isBlocked);
  });

  test.each(['', '.', '*.example.edu', 'a@example.edu', 'http://example.edu', 'exa mple.edu'])(
    '%s is not a valid entry',
    entry => expect(emailDomainsSchema.safeParse({ allowed: [], blocked: [entry] }).success).toBe(false),
  );
});
