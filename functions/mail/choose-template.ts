import type { TemplateProblem } from '../../domain/delivery.ts';
import { localeFallback } from '../../domain/mail.ts';
import { Problem } from '../../domain/problems.ts';
import type { Role } from '../../domain/role.ts';
import type { Site } from '../../domain/site.ts';
import { fitsSes, type TemplateContent, templateName } from '../../domain/template.ts';
import { bestDefault, wordsFor } from '../../emails/defaults.ts';
import { storedTemplate } from '../adapters/ses-templates.ts';
import { environment } from '../runtime/environment.ts';
import { templateErrors } from '../templates/check-template.ts';

export type ChosenTemplate = {
  /** The template's name in SES; missing if the default replaces it. */
  stored?: string;
  content: TemplateContent;
  locale: string;
  roles: Record<Role, string>;
  problem?: TemplateProblem;
};

/**
 * Chooses the site's own template in the best available locale. If that is unusable, such as after a mistake in the
 * SES console, it falls back to the default, so that the mail is sent in any case.
 * @throws `email_not_available` if the site no longer mails invitations
 */
export async function chooseTemplate(site: Site, locale: string): Promise<ChosenTemplate> {
  const locales = localesFor(site, locale);
  const name = site.settings.inviteToMedia.inviteEmailTemplate;
  if (!name) throw new Problem('email_not_available');
  for (const each of locales) {
    const stored = templateName(environment('STAGE'), site.id, { name, locale: each });
    const content = fitsSes(stored) ? await storedTemplate(stored) : undefined;
    if (content === undefined) continue;
    if (!isUsable(content)) return defaultFor(site, locale, 'template_invalid');
    return { stored, content, locale: each, roles: wordsFor(each).roles };
  }
  return defaultFor(site, locale, 'template_missing');
}

export function defaultFor(site: Site, locale: string, problem: TemplateProblem): ChosenTemplate {
  const { invitation: content, locale: best, roles } = bestDefault(localesFor(site, locale));
  return { content, locale: best, roles, problem };
}

const localesFor = ({ settings }: Site, locale: string) => localeFallback(locale, settings.defaultLocale);

/** Caches the check for as long as the template's content is cached. */
const looked = new WeakMap<TemplateContent, boolean>();

function isUsable(content: TemplateContent): boolean {
  const known = looked.get(content) ?? templateErrors(content).length === 0;
  looked.set(content, known);
  return known;
}
