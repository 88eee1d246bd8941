import { Problem } from '../../domain/problems.ts';
import { wordsFor } from '../../emails/defaults.ts';
import { readSite } from '../adapters/dynamodb/sites.ts';
import type { Addressee } from '../adapters/unsubscribe-tokens.ts';
import { escapeHtml, htmlPage } from './html-page.ts';

const headers = {
  // The URL holds the token.
  'referrer-policy': 'no-referrer',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
};

/** Asks, in a form that posts to where the page itself is. */
export const questionPage = (addressee: Addressee) =>
  page(
    addressee,
    ({ question, button }) => `<h1>${question}</h1>\n<form method="post"><button>${button}</button></form>`,
  );

export const donePage = (addressee: Addressee) => page(addressee, ({ done }) => `<h1>${done}</h1>`);

type Words = Record<'question' | 'button' | 'done', string>;

/** @throws `link_invalid` where the site is no longer there */
async function page({ site: id, email, locale }: Addressee, body: (words: Words) => string) {
  const site = await readSite(id);
  if (site === undefined) throw new Problem('link_invalid');
  const { locale: lang, dir, unsubscribe } = wordsFor(locale);
  const said = (text: string) =>
    escapeHtml(text.replace('{{siteName}}', () => site.settings.name).replace('{{email}}', () => email));
  const { title, question, button, done } = unsubscribe;
  const words = { question: said(question), button: said(button), done: said(done) };
  return { headers, body: htmlPage({ lang, dir, title, body: body(words) }) };
}
