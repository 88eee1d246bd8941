import Handlebars from 'handlebars';
import { type SampleCase, sampleVariables } from '../../domain/sample-letter.ts';
import type { MailVariables, TemplateContent } from '../../domain/template.ts';
import type { wordsFor } from '../../emails/defaults.ts';

/** Near a day with a long name in a month with one. */
const NOW = '2026-09-22T09:30:00.000Z';
const settings = { name: 'Example University' };

export const variablesOf = ({ locale, roles }: ReturnType<typeof wordsFor>, of: SampleCase): MailVariables =>
  sampleVariables({ ...of, locale, roles, settings, qrCode: 'cid:qr-code' }, NOW);

/** As SES does; a variable that it does not know is an error. */
export function render(
  { subject, html, text }: TemplateContent,
  variables: MailVariables,
  options: Parameters<typeof Handlebars.compile>[1] = {},
): TemplateContent {
  const fill = (part: string) =>
    Handlebars.compile(part, { noEscape: true, strict: true, ...options })(variables);
  return { subject: fill(subject), html: fill(html), text: fill(text) };
}
