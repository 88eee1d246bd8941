import { find } from '../dom.ts';
import { directionOf, messagesFor } from './messages.ts';

/** The page has the invitation's locale; `main` has the language of its texts, which may be a fallback. */
export function showLanguage(locale: string): void {
  const texts = messagesFor(locale).locale;
  const root = document.documentElement;
  root.lang = locale;
  root.dir = directionOf(locale);
  const main = find('main', HTMLElement);
  main.lang = texts;
  main.dir = directionOf(texts);
}
