import { Problem } from '../../domain/problems.ts';
import { wordsFor } from '../../emails/defaults.ts';
import { readSite } from '../adapters/dynamodb/sites.ts';
import type { Addressee } from '../adapters/unsubscribe-tokens.ts';
import { escapeHtml, htmlPage, htmlPageHeaders } from '../http/html-page.ts';

/** Asks whether to unsubscribe. The form posts to the page's own URL. */
export const questionPage = (addressee: Addressee) =>
  page(
    addressee,
    ({ question, button }) => `<h1>${question}</h1>\n<form method="post"><button>${button}</button></form>`,
  );

export const donePage = (addressee: Addressee) => page(addressee, ({ done }) => `<h1>${done}</h1>`);

type Words = Record<'question' | 'button' | 'done', string>;

/** @throws `link_invalid` if the site no longer exists */
async function page({ site: id, email, locale }: Addressee, body: (words: Words) => string) {
  const site = await readSite(id);
  if (site === undefined) throw new Problem('link_invalid');
  const { locale: lang, dir, unsubscribe } = wordsFor(locale);
  const said = (text: string) =>
    escapeHtml(text.replace('{{siteName}}', () => site.settings.name).replace('{{email}}', () => email));
  const { title, question, button, done } = unsubscribe;
  const words = { question: said(question), button: said(button), done: said(done) };
  return { headers: htmlPageHeaders, body: htmlPage({ lang, dir, title, body: body(words) }) };
}
