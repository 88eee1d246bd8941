import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  emailDomainsSchema,
  emailKey,
  emailSchema,
  isDomainBlocked,
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
    ['a trailing dot', 'ada@example.edu.'],
    ['two dots in the local part', 'a..b@example.edu'],
    ['a leading dot', '.a@example.edu'],
    ['a space', 'a b@example.edu'],
    ['two at signs', 'a@b@example.edu'],
    ['a line break for another header', 'a@example.edu\nBcc: b@example.edu'],
    ['a list', 'a@example.edu,b@example.edu'],
    ['a name', 'Ada <a@example.edu>'],
    ['a quoted local part', '"a b"@example.edu'],
    ['an encoded word', '=?utf-8?q?=41da?=@example.edu'],
    ['a NUL', 'a\u0000@example.edu'],
    ['a hyphen at a label’s end', 'a@b-.edu'],
    ['a local part above 64 characters', `${'a'.repeat(65)}@example.edu`],
    ['more than 254 characters', `a@${`${'b'.repeat(60)}.`.repeat(5)}edu`],
  ])('%s is no address', (_, typed) => {
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

  test('what is kept compares like what was typed, and mail goes to the local part as typed', () => {
    fc.assert(
      fc.property(typed, address => {
        const key = normaliseEmail(address);
        fc.pre(key !== undefined);
        const kept = emailSchema.parse(`  ${address} `);
        expect(kept).toBe(address.trim());
        expect(emailKey(kept)).toBe(key);
        expect(normaliseEmail(mailbox(kept))).toBe(key);
        expect(mailbox(kept).split('@')[0]).toBe(address.split('@')[0]);
      }),
    );
  });
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
    '%s is no entry',
    entry => expect(emailDomainsSchema.safeParse({ allowed: [], blocked: [entry] }).success).toBe(false),
  );
});
