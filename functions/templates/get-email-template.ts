import { Problem } from '../../domain/problems.ts';
import { routes } from '../contract/routes.ts';
import { endpoint } from '../http/endpoint.ts';
import { etagOfTemplate } from '../http/etag.ts';
import { readContent, requireTemplateAt } from './site-template.ts';

export const handler = endpoint(routes.getEmailTemplate, async request => {
  const body = await readContent(requireTemplateAt(request));
  if (body === undefined) throw new Problem('not_found');
  return { headers: { etag: etagOfTemplate(body) }, body };
});
