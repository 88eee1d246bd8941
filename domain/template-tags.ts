import { nearest } from './nearest-name.ts';
import { variableNames } from './template.ts';

/**
 * One mistake in the tags of a template's part. This check reports all mistakes. Handlebars' parser stops at the
 * first, and takes minutes for deep nesting.
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
  // If a tag was refused, it may be a condition, and the nesting of the others would look wrong.
  const isUnderstood = tags.every(({ is }) => is !== 'refused');
  return isUnderstood ? [...slips, ...nestingSlips(tags)].sort((a, b) => a.index - b.index) : slips;
}

const SINGLE_BRACES = /(?<!\{)\{([A-Z]+)\}(?!\})/g;
/** Kaltura's tokens that are left in a template: those that saving converts, and those without an equivalent. */
const TOKENS: Record<string, string> = {
  FIRSTNAME: 'must be {{firstName}}',
  LASTNAME: 'must be {{lastName}}',
  EMAIL: 'must be {{email}}',
  URL: 'must be {{link}}',
  MAGICLINK: 'must be {{link}}',
  QRCODE: 'must be a picture: <img src="{{qrCode}}" alt="">',
  TITLE: 'has no value for an invitee: remove {TITLE}, or use {{roomTitle}}',
  COMPANY: 'has no value for an invitee: remove {COMPANY}, or use {{siteName}}',
  COUNTRY: 'has no value for an invitee: remove {COUNTRY}',
};

export const tokenSlips = (part: string): Slip[] =>
  [...part.matchAll(SINGLE_BRACES)].flatMap(({ index, 1: token = '' }) => {
    const message = TOKENS[token];
    return message === undefined ? [] : [{ message, index }];
  });

const NOT_IN_A_SUBJECT = ['link', 'qrCode'];

/** Subjects are shown without opening the mail, for example on locked screens, so they must not contain the link. */
export const subjectSlips = (subject: string): Slip[] =>
  tagsIn(subject).flatMap(tag =>
    tag.is === 'variable' && NOT_IN_A_SUBJECT.includes(tag.name)
      ? [{ message: `must not have {{${tag.name}}}: put it into the body of the mail`, index: tag.index }]
      : [],
  );

/** Opening braces, the text between, and closing braces. It never backtracks over a character. */
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
    return refused('must have exactly two braces on each side: values are never escaped');
  return undefined;
}

function tagOf(inner: string): Tag {
  if (/[^\t\n\r -~]/.test(inner)) return refused('must have only ASCII letters, digits and spaces');
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
/** Handlebars syntax beyond variables and conditions. SES renders it differently or ignores it. */
const REFUSED: [RegExp, string][] = [
  [/^&/, 'must have no &: values are never escaped'],
  [/^#?>/, 'must not include another template: copy its text here'],
  [/[<>]/, 'must not have HTML tags within the braces'],
  [/^#?\*/, 'must not be a decorator'],
  [/^!/, 'must not be a comment'],
  [/~/, 'must have no ~'],
  [/^else\s/, 'must be {{else}}{{#if isOpen}}…{{/if}}: there is no “else if”'],
  [/[()]/, 'must not have parentheses: only the name of a variable'],
  [/["']|^[#\s]*[\d-]|^(true|false|null|undefined)$/, 'must be a variable; fixed text needs no braces'],
  [/@/, 'must not begin with @: use a variable by its name'],
  [/[.[\]]|^[^/].*\/|^this$/, 'must be only the name of a variable, without dots, slashes or “this”'],
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

/** Opens or closes a condition. @returns a message if that is not possible here */
function follow(tag: Placed, open: Open[]): string | undefined {
  const inner = open.at(-1);
  switch (tag.is) {
    case 'if':
    case 'unless': {
      const depth = open.push({ is: tag.is, index: tag.index, hasElse: false });
      return depth === MAX_DEPTH + 1
        ? `conditions must not be nested more than ${MAX_DEPTH} deep`
        : undefined;
    }
    case 'else':
      if (inner === undefined || inner.hasElse) return '{{else}} must be inside a condition, and only once';
      inner.hasElse = true;
      return undefined;
    case 'end':
      open.pop();
      if (inner === undefined) return 'must end a condition, but none is open here';
      return inner.is === tag.of ? undefined : `must be {{/${inner.is}}}`;
    default:
      return undefined;
  }
}
