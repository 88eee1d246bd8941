import Handlebars from 'handlebars';
import { type SampleCase, sampleVariables } from '../../domain/sample-variables.ts';
import type { MailVariables, TemplateContent } from '../../domain/template.ts';
import type { wordsFor } from '../../emails/defaults.ts';

/** Near a date with a long weekday name in a month with a long name. */
const NOW = '2026-09-22T09:30:00.000Z';
const settings = {
  name: 'Example University',
  inviteToMedia: { earlyEntryMinutes: { viewer: 0, speaker: 15, moderator: 15 } },
};

export const variablesOf = ({ locale, roles }: ReturnType<typeof wordsFor>, of: SampleCase): MailVariables =>
  sampleVariables({ ...of, locale, roles, settings, qrCode: 'cid:qr-code' }, NOW);

/** Renders a template as SES does; an unknown variable throws. */
export function render(
  { subject, html, text }: TemplateContent,
  variables: MailVariables,
  options: Parameters<typeof Handlebars.compile>[1] = {},
): TemplateContent {
  const fill = (part: string) =>
    Handlebars.compile(part, { noEscape: true, strict: true, ...options })(variables);
  return { subject: fill(subject), html: fill(html), text: fill(text) };
}
