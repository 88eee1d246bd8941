import { describe, expect, test } from 'vitest';
import { variableNames } from '../../domain/template.ts';
import { tagSlips, tokenSlips } from '../../domain/template-tags.ts';

const messages = (part: string) => tagSlips(part).map(({ message }) => message);

test('variables and conditions on them are accepted, also nested', () => {
  const all = variableNames.map(name => `{{${name}}} {{ ${name} }}`).join('');
  expect(messages(all)).toEqual([]);
  for (const part of [
    '',
    'no tags, } but {braces}} {a{b}}',
    '{{#if isOpen}}a{{else}}b{{/if}}',
    '{{#unless isOpen}}a{{#if startsAt}}b{{else}}c{{/if}}{{else}}d{{/unless}}',
    '{{#if\n  isOpen\n}}a{{ else }}b{{ /if }}',
    `${'{{#if isOpen}}'.repeat(10)}${'{{/if}}'.repeat(10)}`,
  ])
    expect(messages(part), part).toEqual([]);
});

test.each([
  ['{{{link}}}', /exactly two braces/],
  ['{{link}}}', /exactly two braces/],
  ['{{{{link}}}}x{{{{/link}}}}', /exactly two braces/],
  ['{{&link}}', /no &/],
  ['{{link', /closed with }}/],
  ['{{link}', /closed with }}/],
  ['{{link {{email}}', /closed with }}/],
  ['\\{{link}}', /backslash/],
  ['{{>footer}}', /another template/],
  ['{{#>footer}}{{/footer}}', /another template/],
  ['{{* decorate}}', /decorator/],
  ['{{#*inline "x"}}{{/inline}}', /decorator/],
  ['{{! a comment }}', /comment/],
  ['{{!-- a comment --}}', /comment/],
  ['{{~link~}}', /no ~/],
  ['{{(link)}}', /parentheses/],
  ['{{#if (not isOpen)}}{{/if}}', /parentheses/],
  ['{{"link"}}', /needs no braces/],
  ['{{12}}', /needs no braces/],
  ['{{true}}', /needs no braces/],
  ['{{#if "x"}}{{/if}}', /needs no braces/],
  ['{{@root.link}}', /begin with @/],
  ['{{invitation.link}}', /without dots/],
  ['{{../link}}', /without dots/],
  ['{{[link]}}', /without dots/],
  ['{{this}}', /“this”/],
  ['{{<b>link</b>}}', /HTML tags/],
  ['{{\u00a0link}}', /ASCII letters/],
  ['{{ссылка}}', /ASCII letters/],
  ['{{}}', /one variable/],
  ['{{first name}}', /one variable/],
  ['{{link as |x|}}', /one variable/],
  ['{{#each link}}{{/each}}', /a condition must be/],
  ['{{#isOpen}}{{/isOpen}}', /a condition must be/],
  ['{{^isOpen}}{{/isOpen}}', /a condition must be/],
  ['{{#if}}{{/if}}', /a condition must be/],
  ['{{#if isOpen isViewer}}{{/if}}', /a condition must be/],
  ['{{#if isOpen}}{{^}}{{/if}}', /a condition must be/],
  ['{{#if isOpen}}{{else if isViewer}}{{/if}}', /no “else if”/],
  ['{{else}}', /inside a condition/],
  ['{{#if isOpen}}{{else}}{{else}}{{/if}}', /only once/],
  ['{{/if}}', /must end a condition/],
  ['{{#if isOpen}}{{/unless}}', /must be {{\/if}}/],
  ['{{#unless isOpen}}', /closed with {{\/unless}}/],
  ['{{#if foo}}{{/if}}', /no variable foo: must be one of firstName, lastName,/],
  ['{{constructor}}', /no variable constructor/],
  ['{{#if __proto__}}{{/if}}', /a condition must be/],
  ['{{firstname}}', /did you mean firstName\?/],
  ['{{QRCODE}}', /did you mean qrCode\?/],
])('%s is refused', (part, message) => {
  expect(messages(part)[0]).toMatch(message);
});

test('each mistake is reported with its position', () => {
  expect(tagSlips('{{lnk}} {{#if isOpen}} {{else}} {{foo}}').map(({ index }) => index)).toEqual([0, 8, 32]);
  expect(tagSlips('a \\{{link}}').map(({ index }) => index)).toEqual([3]);
});

describe('a part that would take Handlebars minutes', () => {
  test.each([
    ['of conditions', '{{#if isOpen}}', 4000],
    ['of variables', '{{link}}', 60_000],
    ['of open braces', '{', 500_000],
    ['of what is never closed', '{{a ', 100_000],
    ['of spaces', `{{${' '.repeat(1000)}`, 500],
    ['of slips', '{{lnk}}', 2000],
  ])('%s is checked quickly', (_, what, times) => {
    const startedAt = performance.now();
    expect(tagSlips(what.repeat(times)).length).toBeGreaterThan(0);
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });

  test('has at most 2000 tags, nested at most ten deep', () => {
    expect(messages('{{link}}'.repeat(2000))).toEqual([]);
    expect(messages('{{link}}'.repeat(2001))).toEqual([expect.stringMatching(/more than 2000/)]);
    const deep = (depth: number) => `${'{{#if isOpen}}'.repeat(depth)}${'{{/if}}'.repeat(depth)}`;
    expect(messages(deep(10))).toEqual([]);
    expect(messages(deep(12))).toEqual([expect.stringMatching(/more than 10 deep/)]);
  });
});

test('Kaltura’s tokens that were not converted are reported with their replacement; other words in braces are not', () => {
  const slips = tokenSlips(
    'a{color:red} {TITLE} {COMPANY} {COUNTRY} {MAGICLINK} {URL} {{URL}} {FOO} {title}',
  );
  expect(slips.map(({ message }) => message)).toEqual([
    expect.stringContaining('{{roomTitle}}'),
    expect.stringContaining('{{siteName}}'),
    expect.stringContaining('remove {COUNTRY}'),
    expect.stringContaining('{{link}}'),
    expect.stringContaining('{{link}}'),
  ]);
});
