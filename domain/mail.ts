import { isMailable } from './email.ts';
import { Problem } from './problems.ts';
import type { Settings } from './site.ts';
import { DEFAULT_TEMPLATE_LOCALES } from './template.ts';

/**
 * The locales to look for a template in, best first: `pt-PT` → `pt` → `pt-BR`, which has a default template →
 * the site's default → `en` (docs/contract.md#7-mail, Locale fallback).
 */
export function localeFallback(locale: string, siteDefault: string): string[] {
  const language = languageOf(locale);
  const alike = [siteDefault, ...DEFAULT_TEMPLATE_LOCALES].filter(each => languageOf(each) === language);
  return [...new Set([locale, language, ...alike, siteDefault, 'en'])];
}

/** `pt` for `pt-BR`. */
export const languageOf = (locale: string): string => locale.split('-')[0] ?? locale;

/** The languages that the Invite window offers for a mail. */
export const mailLocales = (siteDefault: string): string[] => [
  ...new Set([siteDefault, ...DEFAULT_TEMPLATE_LOCALES]),
];

/** Whether the Invite window offers "Send link via email": only if the administrator has chosen a template. */
export const isMailAvailable = ({ inviteToMedia }: Settings): boolean =>
  Boolean(inviteToMedia.inviteEmailTemplate);

/** Whether an invitee can be mailed: the site has a template, and SES can send to the address. */
export const isMailAvailableTo = (email: string, settings: Settings): boolean =>
  isMailAvailable(settings) && isMailable(email);

/** @throws `email_not_available`, with a `reason` if only this address cannot be mailed */
export function requireMailAvailableTo(email: string, settings: Settings): void {
  if (!isMailAvailable(settings)) throw new Problem('email_not_available');
  if (!isMailable(email)) throw new Problem('email_not_available', { reason: 'address_not_mailable' });
}
