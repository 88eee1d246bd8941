import { withoutKalturaTokens } from '../../domain/template.ts';
import { routes } from '../contract/routes.ts';
import { endpoint } from '../http/endpoint.ts';
import { etagOfTemplate } from '../http/etag.ts';
import { changeTemplate, requireValid, templateAt } from './site-template.ts';

export const handler = endpoint(routes.putEmailTemplate, async request => {
  const template = templateAt(request);
  const body = withoutKalturaTokens(request.body);
  requireValid(body);
  await changeTemplate(template, request, body);
  return { headers: { etag: etagOfTemplate(body) }, body };
});
