import { byRole, when } from './conditions.ts';
import type { Words } from './words/en.ts';

/**
 * The text parts. A line break is inside a condition, at its beginning, never around a tag. So it makes no difference
 * whether a template engine drops lines that hold only tags.
 */

const WIDTH = 76;
/** The width of most dates and names. */
const COLUMNS_OF_A_DATE = 52;
const COLUMNS_OF_A_NAME = 24;
/** Characters that take two columns; a line may break after their punctuation without a space. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60\uffe0-\uffe6]/g;
const WORDS = /(?<=[ 、。])/;

export function invitationText({ greeting, title, invitation }: Words): string {
  const { lead, abilities, planned, plannedHint, early, open, start, end, anytime, link, notes } = invitation;
  const times = when('isPlanned', wrap(planned), `${when('isOpen', `${wrap(open)}\n`)}${start}`);
  const session = [
    times,
    when('opensAt', `\n${wrap(early)}`),
    when('endsAt', `\n${end}`),
    when('isPlanned', `\n${wrap(plannedHint)}`),
  ].join('');
  return paragraphs([
    '{{siteName}}',
    greeting,
    `${byRole(lead, wrap)}\n${title}`,
    byRole(abilities, wrap),
    when('startsAt', session, `${wrap(anytime)}${when('endsAt', `\n${end}`)}`) +
      when('roomDescription', '\n\n{{roomDescription}}'),
    link,
    '{{link}}',
    notes.map(note => wrap(`- ${note}`).replaceAll('\n', '\n  ')).join('\n'),
  ]);
}

export const withdrawalText = ({ greeting, title, withdrawal: { lead, calendar, mistake } }: Words): string =>
  paragraphs(['{{siteName}}', greeting, `${wrap(lead)}\n${title}`, [calendar, mistake].map(wrap).join('\n')]);

const paragraphs = (parts: string[]): string => `${parts.join('\n\n')}\n`;

/** Wraps a sentence; a variable counts as one word of the largest usual width. */
function wrap(sentence: string): string {
  const lines = [''];
  for (const word of sentence.split(WORDS)) {
    const line = lines.at(-1) ?? '';
    if (columns(line + word.trimEnd()) <= WIDTH) lines[lines.length - 1] = line + word;
    else lines.push(word);
  }
  return lines.map(line => line.trimEnd()).join('\n');
}

const columns = (line: string): number =>
  line
    .replace(/\{\{\w+At\}\}/g, 'x'.repeat(COLUMNS_OF_A_DATE))
    .replace(/\{\{\w+\}\}/g, 'x'.repeat(COLUMNS_OF_A_NAME))
    .replace(WIDE, 'xx').length;
