import type { Part } from './content.ts';
import type { Variable } from './words.ts';

/** What a template may use, in the order in which it is offered. */
export const variableGroups = {
  person: ['firstName', 'lastName', 'fullName', 'email', 'role'],
  session: ['roomTitle', 'roomDescription', 'startsAt', 'endsAt', 'inviterName', 'siteName'],
  link: ['link', 'expiresAt', 'qrCode'],
  cases: ['isViewer', 'isSpeaker', 'isModerator', 'isPlanned', 'isOpen'],
} as const satisfies Record<string, readonly Variable[]>;

/** A picture has no place in a text. */
export const fitsInto = (variable: Variable, part: Part): boolean => variable !== 'qrCode' || part === 'html';

/** What is written before and behind the selected text; a variable that is no case takes its place. */
export function snippetOf(variable: Variable): { before: string; behind?: string } {
  if (variable === 'qrCode') return { before: '<img src="{{qrCode}}" alt="" width="180" height="180">' };
  if (/^is[A-Z]/.test(variable)) return { before: `{{#if ${variable}}}`, behind: '{{/if}}' };
  return { before: `{{${variable}}}` };
}
