import { en, type Messages } from './en.ts';

const locales: Messages[] = [en];
const RIGHT_TO_LEFT = new Set(['ar', 'he', 'fa', 'ur']);

const languageOf = (locale: string) => locale.toLowerCase().split('-')[0] ?? '';

/** The page's texts for a locale: those of the locale, otherwise of its language, otherwise English. */
export function messagesFor(locale: string): Messages {
  return (
    locales.find(messages => messages.locale === locale) ??
    locales.find(messages => messages.locale === languageOf(locale)) ??
    en
  );
}

export function directionOf(locale: string): 'rtl' | 'ltr' {
  return RIGHT_TO_LEFT.has(languageOf(locale)) ? 'rtl' : 'ltr';
}

/** The locale in which to format numbers and dates, so that they match the texts around them. */
export function formatLocaleOf(locale: string): string {
  const { locale: texts } = messagesFor(locale);
  return languageOf(locale) === languageOf(texts) ? locale : texts;
}
