import { createHash } from 'node:crypto';
import type { Role } from '../domain/role.ts';
import {
  DEFAULT_TEMPLATE,
  DEFAULT_TEMPLATE_LOCALES,
  type DefaultLocale,
  type TemplateContent,
  type TemplateId,
} from '../domain/template.ts';
import generated from './defaults.json' with { type: 'json' };
import seeded from './seeded.json' with { type: 'json' };
import type { Direction, Words } from './words/en.ts';

/** The mails and texts that `npm run docs` builds from the words of a locale. */
export type Defaults = {
  dir: Direction;
  roles: Record<Role, string>;
  invitation: TemplateContent;
  /** A sentence with `{{opensAt}}`, for the calendar entry. */
  early: string;
  /** Rendered with a mail's variables except the link, which no longer works. */
  withdrawal: TemplateContent;
  /** Sentences with `{{siteName}}` and `{{email}}`, rendered like mails. */
  unsubscribe: Words['unsubscribe'];
};

const defaults = generated as Record<DefaultLocale, Defaults>;

const isDefaultLocale = (locale: string): locale is DefaultLocale =>
  DEFAULT_TEMPLATE_LOCALES.some(each => each === locale);

/** The default that a site's own template replaces. @returns undefined if it has no default */
export const defaultTemplate = ({ name, locale }: TemplateId): TemplateContent | undefined =>
  name === DEFAULT_TEMPLATE && isDefaultLocale(locale) ? defaults[locale].invitation : undefined;

const exactly = (locale: DefaultLocale) => ({ locale, ...defaults[locale] });

/** The defaults of this locale, otherwise of its language, otherwise English. */
export function wordsFor(locale: string): Defaults & { locale: DefaultLocale } {
  if (isDefaultLocale(locale)) return exactly(locale);
  const language = locale.split('-')[0];
  return exactly(DEFAULT_TEMPLATE_LOCALES.find(each => each.split('-')[0] === language) ?? 'en');
}

/** The defaults of the first of these locales that has them, otherwise English. */
export const bestDefault = (locales: string[]): ReturnType<typeof wordsFor> =>
  exactly(locales.find(isDefaultLocale) ?? 'en');

export const hashOf = ({ subject, html, text }: TemplateContent): string =>
  createHash('sha256')
    .update(JSON.stringify([subject, html, text]))
    .digest('hex');

const seededHashes: Record<DefaultLocale, string[]> = seeded;

/** Whether a release has seeded exactly this content, so that no administrator has edited it since. */
export const isSeeded = (locale: DefaultLocale, content: TemplateContent): boolean =>
  seededHashes[locale].includes(hashOf(content));
