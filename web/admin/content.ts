/** A template's parts; the API's names for them are also the ids of their fields. */
export const parts = ['subject', 'html', 'text'] as const;
export type Part = (typeof parts)[number];
export type Content = Record<Part, string>;

/** Identifies one of the site's templates. */
export type TemplateId = {
  name: string;
  locale: string;
};

export const sameContent = (one: Content, other: Content): boolean =>
  parts.every(part => one[part] === other[part]);

/** The template's fragment in the address: `#invitation/pt-BR`. */
export const hashOf = ({ name, locale }: TemplateId): string => `#${name}/${locale}`;

export function idOf(hash: string): TemplateId | undefined {
  const [, name = '', tag = ''] = /^#([A-Za-z0-9-]{1,20})\/([A-Za-z0-9-]{2,35})$/.exec(hash) ?? [];
  const locale = canonicalLocale(tag);
  return locale === undefined ? undefined : { name, locale };
}

/** The locale in the API's spelling. @returns undefined if the tag is no locale */
export function canonicalLocale(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}
