import type { Role } from '../domain/role.ts';
import type { MailVariables } from '../domain/template.ts';

/** The conditions of SES's template language. */

export const when = (variable: keyof MailVariables, then: string, otherwise?: string): string =>
  `{{#if ${variable}}}${then}${otherwise === undefined ? '' : `{{else}}${otherwise}`}{{/if}}`;

export const byRole = (texts: Record<Role, string>, change: (text: string) => string): string =>
  when(
    'isModerator',
    change(texts.moderator),
    when('isSpeaker', change(texts.speaker), change(texts.viewer)),
  );
