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

/** What `npm run docs` makes of the words of a locale. */
export type Defaults = {
  dir: Direction;
  roles: Record<Role, string>;
  invitation: TemplateContent;
  /** To be rendered with a mail's variables, but for the link, which has gone. */
  withdrawal: TemplateContent;
  /** Sentences with `{{siteName}}` and `{{email}}` in them, to be rendered as mails are. */
  unsubscribe: Words['unsubscribe'];
};

const defaults = generated as Record<DefaultLocale, Defaults>;

const isDefaultLocale = (locale: string): locale is DefaultLocale =>
  DEFAULT_TEMPLATE_LOCALES.some(each => each === locale);

/** The default in whose place a site's own template stands, if there is one. */
export const defaultTemplate = ({ name, locale }: TemplateId): TemplateContent | undefined =>
  name === DEFAULT_TEMPLATE && isDefaultLocale(locale) ? defaults[locale].invitation : undefined;

const exactly = (locale: DefaultLocale) => ({ locale, ...defaults[locale] });

/** In this locale, else in its language, else in English. */
export function wordsFor(locale: string): Defaults & { locale: DefaultLocale } {
  if (isDefaultLocale(locale)) return exactly(locale);
  const language = locale.split('-')[0];
  return exactly(DEFAULT_TEMPLATE_LOCALES.find(each => each.split('-')[0] === language) ?? 'en');
}

/** Of the first of these locales that has a default, else in English. */
export const bestDefault = (locales: string[]): ReturnType<typeof wordsFor> =>
  exactly(locales.find(isDefaultLocale) ?? 'en');

export const hashOf = ({ subject, html, text }: TemplateContent): string =>
  createHash('sha256')
    .update(JSON.stringify([subject, html, text]))
    .digest('hex');

const seededHashes: Record<DefaultLocale, string[]> = seeded;

/** Whether some release has put exactly this in place, so that nobody has edited it since. */
export const isSeeded = (locale: DefaultLocale, content: TemplateContent): boolean =>
  seededHashes[locale].includes(hashOf(content));
