import * as z from 'zod';
import { localeSchema } from './identifier.ts';
import { lineSchema, NOT_EMPTY, paragraphSchema } from './text.ts';

/** Mail templates (docs/contract.md#7-mail). */

/** The invitation template that every site gets, in each of {@link DEFAULT_TEMPLATE_LOCALES}. */
export const DEFAULT_TEMPLATE = 'invitation';

/** The locales that have a default template. */
export const DEFAULT_TEMPLATE_LOCALES = ['en', 'es', 'fr', 'de', 'pt-BR', 'he', 'ar', 'ja'] as const;
export type DefaultLocale = (typeof DEFAULT_TEMPLATE_LOCALES)[number];

/** The longest name that SES accepts. */
const MAX_NAME_LENGTH = 64;

export const templateNameSchema = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,20}$/, 'must be 1 to 20 characters of A-Z a-z 0-9 -');

/** Identifies a template within its site. */
export type TemplateId = { name: string; locale: string };

export const templateIdSchema = z.strictObject({ name: templateNameSchema, locale: localeSchema });

export const templateContentSchema = z
  .strictObject({
    subject: lineSchema(1000),
    html: paragraphSchema(60_000).min(1, NOT_EMPTY),
    text: paragraphSchema(60_000).min(1, NOT_EMPTY),
  })
  .meta({ id: 'EmailTemplateRequest' });
export type TemplateContent = z.infer<typeof templateContentSchema>;
export type TemplatePart = keyof TemplateContent;

/** A template's name in SES: `{stage}_{site}_{name}_{locale}`. */
export const templateName = (stage: string, site: string, { name, locale }: TemplateId): string =>
  [stage, site, name, locale].join('_');

export const fitsSes = (name: string): boolean => name.length <= MAX_NAME_LENGTH;

/** The template with this name in SES. @returns undefined if it is not one of this stage and site */
export function templateIdOf(sesName: string, stage: string, site: string): TemplateId | undefined {
  const prefix = templateName(stage, site, { name: '', locale: '' }).slice(0, -1);
  if (!sesName.startsWith(prefix)) return undefined;
  const [name = '', locale = '', ...rest] = sesName.slice(prefix.length).split('_');
  const id = templateIdSchema.safeParse({ name, locale });
  return rest.length === 0 && id.success && id.data.locale === locale ? id.data : undefined;
}

/**
 * The variables that a template may use. Variables that begin with `is` are `true` or empty, for `{{#if isOpen}}`.
 * `isPlanned`: the session has not started. `isOpen`: it is in progress. Neither: it is over or has no start.
 * `opensAt` is when this invitee may enter; it is empty if that is not before the start, or if the session has
 * started.
 */
export const variableNames = [
  'firstName',
  'lastName',
  'fullName',
  'email',
  'role',
  'roomTitle',
  'roomDescription',
  'startsAt',
  'endsAt',
  'opensAt',
  'link',
  'expiresAt',
  'inviterName',
  'siteName',
  'qrCode',
  'isViewer',
  'isSpeaker',
  'isModerator',
  'isPlanned',
  'isOpen',
] as const;
type VariableName = (typeof variableNames)[number];
export type MailVariables = Record<VariableName, string>;

/** Variables whose line breaks a mail keeps. */
export const paragraphVariables: readonly VariableName[] = ['roomDescription'];

/** A mistake in a template, and its place. Lines and columns count from 1. */
export type TemplateError = { path: string; message: string; line?: number; column?: number };

const KALTURA_TOKENS: Record<string, string> = {
  FIRSTNAME: '{{firstName}}',
  LASTNAME: '{{lastName}}',
  EMAIL: '{{email}}',
  URL: '{{link}}',
};
const KALTURA_TOKEN = /(?<!\{)\{(FIRSTNAME|LASTNAME|EMAIL|URL)\}(?!\})/g;
const QR_CODE_AS_SOURCE = /(\ssrc\s*=\s*)(["']?)\{QRCODE\}\2/gi;
const QR_CODE = /(?<!\{)\{QRCODE\}(?!\})/g;
const QR_PICTURE = '<img src="{{qrCode}}" alt="" width="180" height="180">';

/** Converts Kaltura's tokens (docs/kaltura.md#mail-templates) to variables. Subject and text drop `{QRCODE}`, a picture. */
export function withoutKalturaTokens({ subject, html, text }: TemplateContent): TemplateContent {
  const replaced = (part: string) => part.replace(KALTURA_TOKEN, (_, token) => KALTURA_TOKENS[token] ?? '');
  return {
    subject: replaced(subject).replace(QR_CODE, ''),
    html: replaced(html).replace(QR_CODE_AS_SOURCE, '$1"{{qrCode}}"').replace(QR_CODE, QR_PICTURE),
    text: replaced(text).replace(QR_CODE, ''),
  };
}
