import * as z from 'zod';
import { localeSchema } from './identifier.ts';
import { lineSchema, NOT_EMPTY, paragraphSchema } from './text.ts';

/** The mail templates of a site (contract section 7). */

/** The template of invitations that every site is given, in each of {@link DEFAULT_TEMPLATE_LOCALES}. */
export const DEFAULT_TEMPLATE = 'invitation';

/** Locales that come with a default template. */
export const DEFAULT_TEMPLATE_LOCALES = ['en', 'es', 'fr', 'de', 'pt-BR', 'he', 'ar', 'ja'] as const;
export type DefaultLocale = (typeof DEFAULT_TEMPLATE_LOCALES)[number];

/** SES takes no longer name. */
const MAX_NAME_LENGTH = 64;

export const templateNameSchema = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,20}$/, 'must be 1 to 20 of A-Z a-z 0-9 -');

/** Which template of a site it is. */
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

/** `{stage}_{site}_{name}_{locale}`: what a template is called in SES. */
export const templateName = (stage: string, site: string, { name, locale }: TemplateId): string =>
  [stage, site, name, locale].join('_');

export const fitsSes = (name: string): boolean => name.length <= MAX_NAME_LENGTH;

/** The template of a site that has this name in SES, if it is one of this stage and site. */
export function templateIdOf(sesName: string, stage: string, site: string): TemplateId | undefined {
  const prefix = templateName(stage, site, { name: '', locale: '' }).slice(0, -1);
  if (!sesName.startsWith(prefix)) return undefined;
  const [name = '', locale = '', ...rest] = sesName.slice(prefix.length).split('_');
  const id = templateIdSchema.safeParse({ name, locale });
  return rest.length === 0 && id.success && id.data.locale === locale ? id.data : undefined;
}

/**
 * What a template may use. Those that begin with `is` are `true` or empty, for `{{#if isOpen}}`: a session that was
 * planned for later, one that is going on, or, where neither is set, one that is over or has no time.
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
export type MailVariables = Record<(typeof variableNames)[number], string>;

/** What is wrong with a template, and where; lines and columns count from 1. */
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

/** Kaltura's tokens (kaltura.md section 1.5) as variables; `{QRCODE}` stands for a picture, which a text cannot show. */
export function withoutKalturaTokens({ subject, html, text }: TemplateContent): TemplateContent {
  const replaced = (part: string) => part.replace(KALTURA_TOKEN, (_, token) => KALTURA_TOKENS[token] ?? '');
  return {
    subject: replaced(subject).replace(QR_CODE, ''),
    html: replaced(html).replace(QR_CODE_AS_SOURCE, '$1"{{qrCode}}"').replace(QR_CODE, QR_PICTURE),
    text: replaced(text).replace(QR_CODE, ''),
  };
}
