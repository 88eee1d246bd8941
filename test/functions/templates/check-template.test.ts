import { describe, expect, test } from 'vitest';
import { DEFAULT_TEMPLATE_LOCALES } from '../../../domain/template.ts';
import { wordsFor } from '../../../emails/defaults.ts';
import { templateErrors } from '../../../functions/templates/check-template.ts';
import { errorsWith } from './checked-template.ts';

/** The rules for a template, each with examples. */

test.each(DEFAULT_TEMPLATE_LOCALES)('the default template in %s is accepted', locale => {
  expect(templateErrors(wordsFor(locale).invitation)).toEqual([]);
});

describe('the link must be shown in every case', () => {
  test.each([
    ['', 'must show {{link}}'],
    ['{{qrCode}}', 'must show {{link}}'],
    ['{{#if isOpen}}{{link}}{{/if}}', 'a viewer of a session that has not started'],
    ['{{#unless isOpen}}{{link}}{{/unless}}', 'a viewer of a session in progress'],
    ['{{#if isPlanned}}{{link}}{{/if}}{{#if isOpen}}{{link}}{{/if}}', 'a viewer of a session that has ended'],
    ['{{#if isViewer}}{{link}}{{else}}{{#if isSpeaker}}{{link}}{{/if}}{{/if}}', 'a moderator of'],
    ['{{#if startsAt}}{{link}}{{/if}}', 'a viewer of a room without times'],
    ['{{#if roomDescription}}{{link}}{{/if}}', 'has not started and without a description'],
    ['{{#if startsAt}}{{link}}{{else}}{{#if endsAt}}a{{else}}{{link}}{{/if}}{{/if}}', 'a room without times'],
    ['{{#if isPlanned}}{{#if endsAt}}{{link}}{{/if}}{{else}}{{link}}{{/if}}', 'and without an end'],
    ['{{#if isPlanned}}{{#if opensAt}}{{link}}{{/if}}{{else}}{{link}}{{/if}}', 'and without early entry'],
    ['{{#if opensAt}}a{{else}}{{link}}{{/if}}', 'a viewer of a session that has not started'],
  ])('%s does not', (part, message) => {
    expect(errorsWith({ text: part })).toEqual([
      { path: 'text', message: expect.stringContaining('must show {{link}}') },
    ]);
    const [error] = errorsWith({ html: part });
    expect(error).toEqual({ path: 'html', message: expect.stringContaining(message) });
  });

  test.each([
    '{{#if isOpen}}{{link}}{{else}}{{link}}{{/if}}',
    '{{#if firstName}}{{link}}{{/if}}',
    '<!--[if !mso]><!--><a href="{{link}}">Enter</a><!--<![endif]-->',
    '<!-- a -->{{link}}<!-- b -->',
    '<!-->{{link}}',
    '<style>p { color: red }</style>{{link}}',
  ])('%s does', html => {
    expect(errorsWith({ html })).toEqual([]);
  });

  test.each([
    '<!-- {{link}} -->',
    '<!--[if mso]><a href="{{link}}"></a><![endif]-->',
    '<p><!-- {{link}}',
    '<style>{{link}}</style>',
    '<title>{{link}}</title>',
    '<?{{link}}?>',
    '<p title="{{link}}">',
    '<a href="a" name="{{link}}">Enter</a>',
  ])('%s shows it to nobody', html => {
    expect(errorsWith({ html })).toEqual([{ path: 'html', message: 'must show {{link}}' }]);
  });
});

describe('a variable in a tag stands in quotation marks, so that its value stays one', () => {
  test.each([
    '<p>a</p>\n  <img alt={{roomTitle}}> {{link}}',
    '<p>a</p>\n  <img alt=a{{ roomTitle }} src="cid:x"> {{link}}',
    '<p>a</p>\n  <img {{roomTitle}}> {{link}}',
    '<p>a</p>\n  <img alt={{#if isOpen}}{{roomTitle}}{{/if}}> {{link}}',
  ])('%s does not', html => {
    const message = expect.stringContaining('quotation marks');
    expect(errorsWith({ html })).toEqual([{ path: 'html', message, line: 2, column: 8 }]);
  });

  test.each([
    '<img alt="{{roomTitle}}"> a={{link}}',
    "<a href='{{link}}'>{{roomTitle}}</a>",
    '<td width={{#if isOpen}}1{{else}}2{{/if}}>{{link}}',
    '<p {{#if isOpen}}class="a"{{ else }}class="b"{{/if}}>{{link}}',
    '<!-- <img alt={{roomTitle}}> -->{{link}}',
  ])('%s does, or does not need to', html => {
    expect(errorsWith({ html })).toEqual([]);
  });
});

test('a subject must not have the link, because it is visible without opening the mail', () => {
  expect(errorsWith({ subject: 'Enter: {{link}} {{qrCode}}' })).toEqual([
    { path: 'subject', message: expect.stringContaining('must not have {{link}}'), line: 1, column: 8 },
    { path: 'subject', message: expect.stringContaining('must not have {{qrCode}}'), line: 1, column: 17 },
  ]);
});

test('a subject is one line and not empty in every case', () => {
  expect(errorsWith({ subject: '{{#if isOpen}}Now{{/if}}' })).toEqual([
    { path: 'subject', message: expect.stringMatching(/must have text in every case.*has not started/) },
  ]);
  expect(errorsWith({ subject: ' ' })).toMatchObject([{ path: 'subject' }]);
  expect(errorsWith({ subject: 'a\nBcc: b' })).toMatchObject([{ path: 'subject' }]);
});

test('all errors are reported at once with their positions, at most twenty', () => {
  const errors = errorsWith({
    subject: '{TITLE}',
    html: '<p>\n  {{lnk}} {{{email}}}\n</p>',
    text: 'a\n{{#if isOpen}}',
  });
  expect(errors).toEqual([
    { path: 'subject', message: expect.stringContaining('{{roomTitle}}'), line: 1, column: 1 },
    { path: 'html', message: expect.stringContaining('did you mean link?'), line: 2, column: 3 },
    { path: 'html', message: expect.stringContaining('two braces'), line: 2, column: 11 },
    { path: 'text', message: 'must be closed with {{/if}}', line: 2, column: 1 },
  ]);
  expect(errorsWith({ subject: '{{x}}'.repeat(30), html: '{{x}}'.repeat(30) })).toHaveLength(20);
});

test.each([
  ['a zero byte', '\u0000{{link}}'],
  ['half a character', '\ud800{{link}}'],
])('%s, which SES does not accept, is refused', (_, text) => {
  expect(errorsWith({ text })).toMatchObject([{ path: 'text' }]);
});
