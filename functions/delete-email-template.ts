import { defaultTemplate } from '../emails/defaults.ts';
import { deleteTemplate, saveTemplate } from './adapters/ses-templates.ts';
import { routes } from './contract.ts';
import { endpoint } from './http/endpoint.ts';
import { changeTemplate, standingTemplateAt } from './shared/site-template.ts';

export const handler = endpoint(routes.deleteEmailTemplate, async request => {
  const template = standingTemplateAt(request);
  const original = defaultTemplate(template);
  const { sesName } = template;
  await changeTemplate(template, request, () =>
    original === undefined ? deleteTemplate(sesName) : saveTemplate(sesName, original),
  );
  return { status: 204 };
});
