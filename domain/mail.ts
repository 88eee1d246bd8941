import { Problem } from './problems.ts';
import type { Settings } from './site.ts';
import { DEFAULT_TEMPLATE_LOCALES } from './template.ts';

/** The locales to look for a template in, best first: `pt-BR` → `pt` → the site's default → `en`. */
export function localeFallback(locale: string, siteDefault: string): string[] {
  const [language = locale] = locale.split('-');
  return [...new Set([locale, language, siteDefault, 'en'])];
}

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
