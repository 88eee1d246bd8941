import {
  DEFAULT_TEMPLATE,
  DEFAULT_TEMPLATE_LOCALES,
  type TemplateId,
  templateIdOf,
} from '../domain/template.ts';
import { defaultTemplate } from '../emails/defaults.ts';
import { listTemplateNames } from './adapters/ses-templates.ts';
import { routes } from './contract.ts';
import { environment } from './environment.ts';
import { endpoint } from './http/endpoint.ts';

export const handler = endpoint(routes.listEmailTemplates, async ({ caller: { site } }) => {
  const names = await listTemplateNames();
  const saved = names.flatMap(name => templateIdOf(name, environment('STAGE'), site.id) ?? []);
  // A default is mailed with whether SES has it or not.
  const defaults = DEFAULT_TEMPLATE_LOCALES.map(locale => ({ name: DEFAULT_TEMPLATE, locale }));
  const ids = new Map<string, TemplateId>([...saved, ...defaults].map(id => [`${id.name}_${id.locale}`, id]));
  const items = [...ids.values()]
    .sort(byNameAndLocale)
    .map(id => ({ ...id, hasDefault: defaultTemplate(id) !== undefined }));
  return { body: { items } };
});

const byNameAndLocale = (a: TemplateId, b: TemplateId): number =>
  a.name.localeCompare(b.name) || a.locale.localeCompare(b.locale);
