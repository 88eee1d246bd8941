import { en, type Messages } from './en.ts';

const locales: Messages[] = [en];
const rightToLeft = new Set(['ar', 'he', 'fa', 'ur']);

const languageOf = (locale: string) => locale.toLowerCase().split('-')[0] ?? '';

/** The page's texts for a locale: its own, its language's, or English. */
export function messagesFor(locale: string): Messages {
  return (
    locales.find(messages => messages.locale === locale) ??
    locales.find(messages => messages.locale === languageOf(locale)) ??
    en
  );
}

export function directionOf(locale: string): 'rtl' | 'ltr' {
  return rightToLeft.has(languageOf(locale)) ? 'rtl' : 'ltr';
}

/** The locale to write numbers and dates in, so that they match the texts around them. */
export function formatLocaleOf(locale: string): string {
  const { locale: texts } = messagesFor(locale);
  return languageOf(locale) === languageOf(texts) ? locale : texts;
}
