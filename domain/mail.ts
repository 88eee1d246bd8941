import { Problem } from './problems.ts';
import type { Settings } from './site.ts';
import { DEFAULT_TEMPLATE_LOCALES } from './template.ts';

/**
 * The locales to look for a template in, best first: `pt-PT` → `pt` → `pt-BR`, of which there is a default in the same
 * language → the site's default → `en`.
 */
export function localeFallback(locale: string, siteDefault: string): string[] {
  const language = languageOf(locale);
  const related = DEFAULT_TEMPLATE_LOCALES.filter(each => languageOf(each) === language);
  return [...new Set([locale, language, ...related, siteDefault, 'en'])];
}

const languageOf = (locale: string): string => locale.split('-')[0] ?? locale;

/** What the Invite window may offer as a mail's language. */
export const mailLocales = (siteDefault: string): string[] => [
  ...new Set([siteDefault, ...DEFAULT_TEMPLATE_LOCALES]),
];

/** Whether the window offers "Send link via email": only where the administrator has chosen a template. */
export const isMailAvailable = ({ inviteToMedia }: Settings): boolean =>
  Boolean(inviteToMedia.inviteEmailTemplate);

/** @throws `email_not_available` */
export function requireMailAvailable(settings: Settings): void {
  if (!isMailAvailable(settings)) throw new Problem('email_not_available');
}
