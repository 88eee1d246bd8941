import { type TemplateId, templateIdOf } from '../../domain/template.ts';
import { listTemplateNames } from '../adapters/ses-templates.ts';

/** The templates that SES has for a site, without the defaults that SES lacks. */
export async function savedTemplates(stage: string, site: string): Promise<TemplateId[]> {
  const names = await listTemplateNames();
  return names.flatMap(name => templateIdOf(name, stage, site) ?? []);
}
