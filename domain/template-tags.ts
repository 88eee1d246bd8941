import { nearest } from './nearest.ts';
import { variableNames } from './template.ts';

/**
 * What is wrong with the tags of a template's part, all of it and in words of their own: Handlebars' parser stops at
 * the first, and takes minutes for what is deep.
 */
export type Slip = { message: string; index: number };

type Tag =
  | { is: 'variable' | 'if' | 'unless'; name: string }
  | { is: 'else' }
  | { is: 'end'; of: string }
  | { is: 'refused'; message: string };
type Placed = Tag & { index: number };

const MAX_TAGS = 2000;
const MAX_DEPTH = 10;

export function tagSlips(part: string): Slip[] {
  const tags = tagsIn(part);
  const rest = tags[MAX_TAGS];
  if (rest !== undefined)
    return [{ message: `must not have more than ${MAX_TAGS} variables and conditions`, index: rest.index }];
  const slips = tags.flatMap(slipsOf);
  // A condition that was not understood would make others look wrong.
  const isUnderstood = tags.every(({ is }) => is !== 'refused');
  return isUnderstood ? [...slips, ...nestingSlips(tags)].sort((a, b) => a.index - b.index) : slips;
}

const SINGLE_BRACES = /(?<!\{)\{([A-Z]+)\}(?!\})/g;
/** Kaltura's tokens, where they stand still: those that saving replaces, and those that nothing here is like. */
const TOKENS: Record<string, string> = {
  FIRSTNAME: 'must be {{firstName}}',
  LASTNAME: 'must be {{lastName}}',
  EMAIL: 'must be {{email}}',
  URL: 'must be {{link}}',
  MAGICLINK: 'must be {{link}}',
  QRCODE: 'must be a picture: <img src="{{qrCode}}" alt="">',
  TITLE: 'is not known of an invitee: take {TITLE} out, or use {{roomTitle}}',
  COMPANY: 'is not known of an invitee: take {COMPANY} out, or use {{siteName}}',
  COUNTRY: 'is not known of an invitee: take {COUNTRY} out',
};

export const tokenSlips = (part: string): Slip[] =>
  [...part.matchAll(SINGLE_BRACES)].flatMap(({ index, 1: token = '' }) => {
    const message = TOKENS[token];
    return message === undefined ? [] : [{ message, index }];
  });

const NOT_IN_A_SUBJECT = ['link', 'qrCode'];

/** Subjects are shown where a mail is not opened, such as on locked screens: nobody should enter by what is seen there. */
export const subjectSlips = (subject: string): Slip[] =>
  tagsIn(subject).flatMap(tag =>
    tag.is === 'variable' && NOT_IN_A_SUBJECT.includes(tag.name)
      ? [{ message: `must not show {{${tag.name}}}: put it into the mail itself`, index: tag.index }]
      : [],
  );

/** Braces, what is between them, and braces; no character is looked at twice. */
const TAG = /(\\?)(\{{2,})([^{}]*)(\}*)/g;

const tagsIn = (part: string): Placed[] =>
  [...part.matchAll(TAG)].map(
    ({ index, 1: backslash = '', 2: opening = '', 3: inner = '', 4: closing = '' }) => ({
      ...(slipOfBraces(backslash, opening, closing) ?? tagOf(inner)),
      index: index + backslash.length,
    }),
  );

const refused = (message: string) => ({ is: 'refused', message }) as const;

function slipOfBraces(backslash: string, opening: string, closing: string): Tag | undefined {
  if (backslash !== '') return refused('must not follow a backslash');
  if (closing.length < 2) return refused('must be closed with }}');
  if (opening.length + closing.length > 4)
    return refused('must stand in exactly two braces on each side: values are never escaped');
  return undefined;
}

function tagOf(inner: string): Tag {
  if (/[^\t\n\r -~]/.test(inner)) return refused('must have none but plain letters, digits and spaces');
  const text = inner.trim();
  if (text === 'else') return { is: 'else' };
  const [, condition, name = ''] = /^#(if|unless)\s+([A-Za-z]\w*)$/.exec(text) ?? [];
  if (condition === 'if' || condition === 'unless') return { is: condition, name };
  const [, of] = /^\/(if|unless)$/.exec(text) ?? [];
  if (of !== undefined) return { is: 'end', of };
  const [, message] = REFUSED.find(([form]) => form.test(text)) ?? [];
  if (message !== undefined) return refused(message);
  if (/^[A-Za-z]\w*$/.test(text)) return { is: 'variable', name: text };
  return refused('must be one variable, such as {{firstName}}');
}

const CONDITION = 'a condition must be {{#if isOpen}} or {{#unless isOpen}}, of one variable';
/** What Handlebars has beyond variables and conditions: SES would do something else with it, or nothing. */
const REFUSED: [RegExp, string][] = [
  [/^&/, 'must have no &: values are never escaped'],
  [/^#?>/, 'must not bring in another template: put its words here'],
  [/[<>]/, 'must have no formatting within the braces'],
  [/^#?\*/, 'must not be a decorator'],
  [/^!/, 'must not be a comment'],
  [/~/, 'must have no ~'],
  [/^else\s/, 'must be {{else}}{{#if isOpen}}…{{/if}}: there is no “else if”'],
  [/[()]/, 'must not have parentheses: only variables as they are'],
  [/["']|^[#\s]*[\d-]|^(true|false|null|undefined)$/, 'must be a variable; what is fixed needs no braces'],
  [/@/, 'must not begin with @: use a variable by its name'],
  [/[.[\]]|^[^/].*\/|^this$/, 'must be the name of a variable alone, without dots, slashes or “this”'],
  [/^[#^]/, CONDITION],
  [/^\//, 'must be {{/if}} or {{/unless}}'],
];

function slipsOf(tag: Placed): Slip[] {
  const { index } = tag;
  if (tag.is === 'refused') return [{ message: tag.message, index }];
  if (!('name' in tag) || variableNames.some(known => known === tag.name)) return [];
  const name = tag.name.slice(0, 40);
  const meant = nearest(name, variableNames);
  const instead =
    meant === undefined ? `must be one of ${variableNames.join(', ')}` : `did you mean ${meant}?`;
  return [{ message: `there is no variable ${name}: ${instead}`, index }];
}

type Open = { is: 'if' | 'unless'; index: number; hasElse: boolean };

function nestingSlips(tags: Placed[]): Slip[] {
  const open: Open[] = [];
  const slips = tags.flatMap(tag => {
    const message = follow(tag, open);
    return message === undefined ? [] : [{ message, index: tag.index }];
  });
  const unclosed = open.map(({ is, index }) => ({ message: `must be closed with {{/${is}}}`, index }));
  return [...slips, ...unclosed];
}

/** Opens or closes a condition; the message where that is not possible. */
function follow(tag: Placed, open: Open[]): string | undefined {
  const inner = open.at(-1);
  switch (tag.is) {
    case 'if':
    case 'unless': {
      const depth = open.push({ is: tag.is, index: tag.index, hasElse: false });
      return depth === MAX_DEPTH + 1 ? `conditions must not be more than ${MAX_DEPTH} deep` : undefined;
    }
    case 'else':
      if (inner === undefined || inner.hasElse) return '{{else}} must stand in a condition, and only once';
      inner.hasElse = true;
      return undefined;
    case 'end':
      open.pop();
      if (inner === undefined) return 'there must be a condition that ends here';
      return inner.is === tag.of ? undefined : `must be {{/${inner.is}}}`;
    default:
      return undefined;
  }
}
