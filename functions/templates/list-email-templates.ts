import { DEFAULT_TEMPLATE, DEFAULT_TEMPLATE_LOCALES, type TemplateId } from '../../domain/template.ts';
import { defaultTemplate } from '../../emails/defaults.ts';
import { routes } from '../contract/routes.ts';
import { endpoint } from '../http/endpoint.ts';
import { environment } from '../runtime/environment.ts';
import { savedTemplates } from './saved-templates.ts';

export const handler = endpoint(routes.listEmailTemplates, async ({ caller: { site } }) => {
  const saved = await savedTemplates(environment('STAGE'), site.id);
  // Mails use a default even if SES does not have it.
  const defaults = DEFAULT_TEMPLATE_LOCALES.map(locale => ({ name: DEFAULT_TEMPLATE, locale }));
  const ids = new Map<string, TemplateId>([...saved, ...defaults].map(id => [`${id.name}_${id.locale}`, id]));
  const items = [...ids.values()]
    .sort(byNameAndLocale)
    .map(id => ({ ...id, hasDefault: defaultTemplate(id) !== undefined }));
  return { body: { items } };
});

const byNameAndLocale = (a: TemplateId, b: TemplateId): number =>
  a.name.localeCompare(b.name) || a.locale.localeCompare(b.locale);
