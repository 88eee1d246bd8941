import { defaultTemplate } from '../../emails/defaults.ts';
import { routes } from '../contract/routes.ts';
import { endpoint } from '../http/endpoint.ts';
import { changeTemplate, requireTemplateAt } from './site-template.ts';

export const handler = endpoint(routes.deleteEmailTemplate, async request => {
  const template = requireTemplateAt(request);
  await changeTemplate(template, request, defaultTemplate(template));
  return { status: 204 };
});
