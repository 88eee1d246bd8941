import { canonicalLocale } from './content.ts';
import { words } from './words.ts';

const names = new Intl.DisplayNames(words.locale, { type: 'language' });

/** The English name of a locale, such as “Brazilian Portuguese”. */
export const languageName = (locale: string): string => names.of(new Intl.Locale(locale).baseName) ?? locale;

/** Finds a locale by its code or its language's name. @returns undefined if the language is not known */
export function localeMeantBy(text: string): string | undefined {
  const named = suggestedLocales.find(each => languageName(each).toLowerCase() === text.toLowerCase());
  const locale = named ?? canonicalLocale(text);
  return locale !== undefined && isKnown(locale) ? locale : undefined;
}

const known = new Intl.DisplayNames(words.locale, { type: 'language', fallback: 'none' });
const isKnown = (locale: string) => known.of(new Intl.Locale(locale).language) !== undefined;

/** The suggestions for a new template; the administrator may type any other. */
export const suggestedLocales = (
  'af ar bg bn ca cs cy da de el en es et eu fa fi fr ga gl he hi hr hu hy id is it ja ka kk ko lt lv mk ms mt nb nl ' +
  'pl pt pt-BR ro ru sk sl sq sr sv sw ta th tr uk ur vi zh-CN zh-TW zu'
).split(' ');
