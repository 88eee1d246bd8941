import { describe, expect, test } from 'vitest';
import {
  fitsSes,
  templateContentSchema,
  templateIdOf,
  templateIdSchema,
  templateName,
  withoutKalturaTokens,
} from '../../domain/template.ts';

describe('a template’s name in SES', () => {
  test('contains stage, site, name and locale, which can be parsed from it', () => {
    const id = { name: 'invitation', locale: 'pt-BR' };
    const name = templateName('local', 'demo', id);
    expect(name).toBe('local_demo_invitation_pt-BR');
    expect(templateIdOf(name, 'local', 'demo')).toEqual(id);
  });

  test.each([
    'local_other_invitation_en',
    'prod_demo_invitation_en',
    'local_demo2_invitation_en',
    'local_demo_invitation',
    'local_demo_invitation_en_x',
    'local_demo__en',
    'local_demo_invitation_',
    'local_demo_invitation_e',
    'local_demo_invitation_pt-br',
    'local_demo_in!vitation_en',
    'something-else',
    '',
  ])('%s is not a template of this stage and site', name => {
    expect(templateIdOf(name, 'local', 'demo')).toBeUndefined();
  });

  test('has at most 64 characters', () => {
    expect([fitsSes('x'.repeat(64)), fitsSes('x'.repeat(65))]).toEqual([true, false]);
  });

  test('is of the locale in its canonical form', () => {
    expect(templateIdSchema.parse({ name: 'Welcome-2', locale: 'pt-br' }).locale).toBe('pt-BR');
    for (const [name, locale] of [
      ['', 'en'],
      ['a_b', 'en'],
      ['x'.repeat(21), 'en'],
      ['a', 'e'],
      ['a', 'en_'],
    ])
      expect(templateIdSchema.safeParse({ name, locale }).success).toBe(false);
  });
});

test('a template has a subject of one line, and an HTML and a text part', () => {
  const content = { subject: ' Hi ', html: '<p>{{link}}</p>\n', text: '{{link}}\r\n' };
  expect(templateContentSchema.parse(content)).toEqual({ ...content, subject: 'Hi' });
  for (const change of [
    { subject: 'a\nBcc: b' },
    { subject: '' },
    { subject: 'x'.repeat(1001) },
    { html: '' },
    { html: '\u0000' },
    { text: '\ud800' },
    { text: 'x'.repeat(60_001) },
    { more: '' },
  ])
    expect(templateContentSchema.safeParse({ ...content, ...change }).success).toBe(false);
});

describe('Kaltura’s tokens', () => {
  test('become variables, and the QR code a picture', () => {
    expect(
      withoutKalturaTokens({
        subject: '{FIRSTNAME}{QRCODE} {EMAIL}',
        html: '<a href="{URL}">{FIRSTNAME} {LASTNAME}</a>{QRCODE}',
        text: '{URL}{QRCODE}',
      }),
    ).toEqual({
      subject: '{{firstName}} {{email}}',
      html: '<a href="{{link}}">{{firstName}} {{lastName}}</a><img src="{{qrCode}}" alt="" width="180" height="180">',
      text: '{{link}}',
    });
  });

  test.each(['<img src="{QRCODE}">', "<img src='{QRCODE}'>", '<IMG\nSRC = {QRCODE}>'])(
    'in %s the QR code is already the picture’s source',
    html => {
      const { html: replaced } = withoutKalturaTokens({ subject: '', html, text: '' });
      expect(replaced).toBe(html.replace(/["']?\{QRCODE\}["']?/, '"{{qrCode}}"'));
    },
  );

  test('are unchanged if they have more braces, other letters or no token name', () => {
    const part = '{{URL}} {url} {{{FIRSTNAME}}} {TITLE} a{color:red} { URL }';
    const content = { subject: part, html: part, text: part };
    expect(withoutKalturaTokens(content)).toEqual(content);
  });

  test('are found quickly in a long text', () => {
    const spaces = `<img src${' '.repeat(60_000)}`;
    const startedAt = performance.now();
    withoutKalturaTokens({ subject: spaces, html: spaces.repeat(5), text: '{'.repeat(60_000) });
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });
});
