import { defaultTemplate } from '../emails/defaults.ts';
import { routes } from './contract.ts';
import { endpoint } from './http/endpoint.ts';
import { changeTemplate, standingTemplateAt } from './templates/site-template.ts';

export const handler = endpoint(routes.deleteEmailTemplate, async request => {
  const template = standingTemplateAt(request);
  await changeTemplate(template, request, defaultTemplate(template));
  return { status: 204 };
});
