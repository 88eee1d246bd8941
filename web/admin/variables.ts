import type { Part } from './content.ts';
import type { Variable } from './words.ts';

/** The variables of a template, in the order of the menu. */
export const variableGroups = {
  person: ['firstName', 'lastName', 'fullName', 'email', 'role'],
  session: ['roomTitle', 'roomDescription', 'startsAt', 'endsAt', 'opensAt', 'inviterName', 'siteName'],
  link: ['link', 'expiresAt', 'qrCode'],
  cases: ['isViewer', 'isSpeaker', 'isModerator', 'isPlanned', 'isOpen'],
} as const satisfies Record<string, readonly Variable[]>;

/** The QR code is a picture, so only HTML can hold it. */
export const fitsInto = (variable: Variable, part: Part): boolean => variable !== 'qrCode' || part === 'html';

/** The text to insert before and behind the selected text. Without `behind` the variable replaces the selection. */
export function snippetOf(variable: Variable): { before: string; behind?: string } {
  if (variable === 'qrCode') return { before: '<img src="{{qrCode}}" alt="" width="180" height="180">' };
  if (/^is[A-Z]/.test(variable)) return { before: `{{#if ${variable}}}`, behind: '{{/if}}' };
  return { before: `{{${variable}}}` };
}
