import Handlebars from 'handlebars/dist/handlebars.js';
import type { MailVariables, TemplateContent } from '../../domain/template.ts';

/** As in SES: nothing is escaped, and there are no helpers but Handlebars' own. */
const handlebars = Handlebars.create();

/**
 * Reads a text with variables, once for any number of values. Handlebars takes minutes for what is deep or has very
 * many tags: for texts that have been looked at (templates/check-template.ts), and for our own.
 * @returns what throws where the text is no template
 */
export const renderer = (text: string): ((variables: MailVariables) => string) =>
  handlebars.compile(text, { noEscape: true });

/** Fills in a template that is known to be good. */
export const render = (content: TemplateContent, variables: MailVariables): TemplateContent => ({
  subject: renderer(content.subject)(variables),
  html: renderer(content.html)(variables),
  text: renderer(content.text)(variables),
});
