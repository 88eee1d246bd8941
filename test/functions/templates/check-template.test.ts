import fc from 'fast-check';
import Handlebars from 'handlebars';
import { describe, expect, test } from 'vitest';
import { SAMPLE_LINK, sampleCases, sampleVariables } from '../../../domain/sample-letter.ts';
import { DEFAULT_TEMPLATE_LOCALES, type TemplateContent, variableNames } from '../../../domain/template.ts';
import { wordsFor } from '../../../emails/defaults.ts';
import { render } from '../../../functions/adapters/handlebars.ts';
import { templateErrors } from '../../../functions/templates/check-template.ts';

const good: TemplateContent = { subject: 'Hi {{firstName}}', html: '<p>{{link}}</p>', text: '{{link}}' };
const errorsWith = (change: Partial<TemplateContent>) => templateErrors({ ...good, ...change });

const settings = { name: 'A site' };
const { roles } = wordsFor('en');
const samples = sampleCases.map(each =>
  sampleVariables({ ...each, locale: 'en', roles, settings, qrCode: 'cid:' }, '2026-01-01T12:00:00.000Z'),
);

test.each(DEFAULT_TEMPLATE_LOCALES)('the default template in %s is good', locale => {
  expect(templateErrors(wordsFor(locale).invitation)).toEqual([]);
});

describe('the link must be shown in every case', () => {
  test.each([
    ['', 'must show {{link}}'],
    ['{{qrCode}}', 'must show {{link}}'],
    ['{{#if isOpen}}{{link}}{{/if}}', 'a viewer of a session that is still to come'],
    ['{{#unless isOpen}}{{link}}{{/unless}}', 'a viewer of a session that is going on'],
    ['{{#if isPlanned}}{{link}}{{/if}}{{#if isOpen}}{{link}}{{/if}}', 'a viewer of a session that is over'],
    ['{{#if isViewer}}{{link}}{{else}}{{#if isSpeaker}}{{link}}{{/if}}{{/if}}', 'a moderator of'],
    ['{{#if startsAt}}{{link}}{{/if}}', 'a viewer of a room without a time'],
    ['{{#if roomDescription}}{{link}}{{/if}}', 'still to come and without a description'],
    [
      '{{#if startsAt}}{{link}}{{else}}{{#if endsAt}}a{{else}}{{link}}{{/if}}{{/if}}',
      'a room without a time',
    ],
    ['{{#if isPlanned}}{{#if endsAt}}{{link}}{{/if}}{{else}}{{link}}{{/if}}', 'and without an end'],
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
  ])('%s does, or needs not', html => {
    expect(errorsWith({ html })).toEqual([]);
  });
});

test('a subject, which is seen where a mail is not opened, does not have the link', () => {
  expect(errorsWith({ subject: 'Enter: {{link}} {{qrCode}}' })).toEqual([
    { path: 'subject', message: expect.stringContaining('must not show {{link}}'), line: 1, column: 8 },
    { path: 'subject', message: expect.stringContaining('must not show {{qrCode}}'), line: 1, column: 17 },
  ]);
});

test('a subject says something in every case, in one line', () => {
  expect(errorsWith({ subject: '{{#if isOpen}}Now{{/if}}' })).toEqual([
    { path: 'subject', message: expect.stringMatching(/must say something in every case.*still to come/) },
  ]);
  expect(errorsWith({ subject: ' ' })).toMatchObject([{ path: 'subject' }]);
  expect(errorsWith({ subject: 'a\nBcc: b' })).toMatchObject([{ path: 'subject' }]);
});

test('all that is wrong is told at once, with its place, but no more than twenty of it', () => {
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
])('%s, which SES does not take, is refused', (_, text) => {
  expect(errorsWith({ text })).toMatchObject([{ path: 'text' }]);
});

describe('of anything at all', () => {
  const condition = fc.constantFrom('if', 'unless');
  const name = fc.constantFrom(...variableNames);
  const words = fc.stringMatching(/^[ \na-z<>&!-]{0,6}$/);
  const { part } = fc.letrec<{ part: string }>(tie => ({
    part: fc
      .array(
        fc.oneof(
          { depthSize: 'small', withCrossShrink: true },
          words,
          fc.constant('{{link}}'),
          name.map(each => `{{${each}}}`),
          fc
            .tuple(condition, name, tie('part'), fc.option(tie('part')))
            .map(([is, of, then, otherwise]) =>
              [`{{#${is} ${of}}}`, then, otherwise === null ? '' : `{{else}}${otherwise}`, `{{/${is}}}`].join(
                '',
              ),
            ),
        ),
        { maxLength: 5, depthIdentifier: 'part' },
      )
      .map(pieces => pieces.join('')),
  }));
  const rubbish = fc.string({
    unit: fc.oneof(
      fc.constantFrom(
        '{',
        '{{',
        '}}',
        '}',
        '{{/if}}',
        '{{#if isOpen}}',
        '{{else}}',
        '{{link}}',
        '\\',
        '!',
        '&',
        '\u0000',
      ),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    ),
  });

  const filled = (text: string) => {
    const fill = Handlebars.compile(text, { noEscape: true, strict: true });
    return samples.map(values => fill(values));
  };

  test('it never throws, and what it takes shows the link in every case and leaves no braces', () => {
    const any = fc.oneof(
      part,
      part.map(each => `${each}{{link}}`),
      rubbish,
      fc.tuple(part, rubbish).map(both => both.join('')),
    );
    let taken = 0;
    fc.assert(
      fc.property(any, any, any, (subject, html, text) => {
        if (templateErrors({ subject: `x${subject}`, html, text }).length > 0) return;
        taken += 1;
        for (const rendered of samples.map(values => render({ subject, html, text }, values))) {
          expect(rendered.html).toContain(SAMPLE_LINK);
          expect(rendered.text).toContain(SAMPLE_LINK);
          expect(Object.values(rendered).join()).not.toContain('{{');
        }
      }),
      { numRuns: 1000 },
    );
    expect(taken).toBeGreaterThan(5);
  });

  test('a text is refused just where Handlebars shows no link, and rendered as Handlebars does', () => {
    const seen = { taken: 0, refused: 0 };
    fc.assert(
      fc.property(part, text => {
        const rendered = filled(text);
        const isTaken = templateErrors({ ...good, text }).length === 0;
        seen[isTaken ? 'taken' : 'refused'] += 1;
        expect(isTaken).toBe(rendered.every(each => each.includes(SAMPLE_LINK)));
        if (isTaken) expect(samples.map(values => render({ ...good, text }, values).text)).toEqual(rendered);
      }),
      { numRuns: 300 },
    );
    expect(Math.min(seen.taken, seen.refused)).toBeGreaterThan(20);
  });
});

describe('what SES keeps at most', () => {
  test.each([
    ['conditions that are never closed', '{{#if isOpen}}'],
    ['tags', '\n{{link}}'],
    ['wrong tags', '{{lnk}}'],
    ['braces', '{'],
    ['comments', '<!--'],
    ['ends of comments', '-->'],
    ['escapes', '\\{{'],
    ['spaces', ' '],
  ])('is looked at within a second or two, when full of %s', (_, what) => {
    const html = what.repeat(500_000 / what.length);
    const startedAt = performance.now();
    expect(templateErrors({ ...good, html }).length).toBeGreaterThan(0);
    expect(performance.now() - startedAt).toBeLessThan(3000);
  });

  test('is looked at within a second or two, when it is good', () => {
    const html = `${'\n'.repeat(100)}{{#if isOpen}}a{{/if}}${'x'.repeat(100)}`.repeat(999) + good.html;
    const startedAt = performance.now();
    expect(errorsWith({ html })).toEqual([]);
    expect(performance.now() - startedAt).toBeLessThan(3000);
  });
});
