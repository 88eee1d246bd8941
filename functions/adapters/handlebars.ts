import Handlebars from 'handlebars/dist/handlebars.js';
import { forSubject } from '../../domain/mail-variables.ts';
import type { MailVariables, TemplateContent } from '../../domain/template.ts';

/** Configured like SES: nothing is escaped, and there are no helpers except Handlebars' built-in ones. */
const handlebars = Handlebars.create();

/**
 * Compiles a template once, for any number of renderings. Handlebars takes minutes for deep nesting or very many
 * tags, so call this only for checked templates (templates/check-template.ts) and for our own.
 * @returns a function that throws if the text is not a valid template
 */
export const renderer = (text: string): ((variables: MailVariables) => string) =>
  handlebars.compile(text, { noEscape: true });

/** Renders a template that was checked before. */
export function render(content: TemplateContent, variables: MailVariables): TemplateContent {
  const values = forSubject(content, variables);
  return {
    subject: renderer(content.subject)(values),
    html: renderer(content.html)(values),
    text: renderer(content.text)(values),
  };
}
