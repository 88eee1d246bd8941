import { invalidRequest, Problem } from '../../domain/problems.ts';
import {
  fitsSes,
  type TemplateContent,
  type TemplateId,
  templateIdSchema,
  templateName,
} from '../../domain/template.ts';
import { defaultTemplate } from '../../emails/defaults.ts';
import { deleteTemplate, forgetTemplate, readTemplate, saveTemplate } from '../adapters/ses-templates.ts';
import type { SiteCaller } from '../http/caller.ts';
import { etagOfTemplate, requireMatch } from '../http/etag.ts';
import { invalid } from '../http/request.ts';
import { whatIsRight } from '../http/wording.ts';
import { environment } from '../runtime/environment.ts';
import { templateErrors } from './check-template.ts';
import { whileLeased } from './while-leased.ts';

/** A mail template of a site, as its administrators see it. */
export type SiteTemplate = TemplateId & { site: string; sesName: string };

type Asked = { caller: SiteCaller; path: { name: string; locale: string } };

/** The template that a path names; it need not exist yet. @throws `invalid_request` */
export function templateAt({ caller, path: { name, locale } }: Asked): SiteTemplate {
  const id = templateIdSchema.safeParse({ name, locale }, { error: whatIsRight });
  if (!id.success) throw invalid(id.error);
  const site = caller.site.id;
  const sesName = templateName(environment('STAGE'), site, id.data);
  if (!fitsSes(sesName)) throw invalidRequest('name', 'must be shorter, or the locale must be');
  return { ...id.data, site, sesName };
}

/** For routes that create nothing: an invalid name is answered like a missing template. @throws `not_found` */
export function requireTemplateAt(asked: Asked): SiteTemplate {
  try {
    return templateAt(asked);
  } catch (error) {
    throw error instanceof Problem ? new Problem('not_found') : error;
  }
}

/** The content that mails use: the template in SES, otherwise the default. */
export const readContent = async ({ sesName, ...id }: SiteTemplate): Promise<TemplateContent | undefined> =>
  (await readTemplate(sesName)) ?? defaultTemplate(id);

/** @throws `template_invalid` */
export function requireValid(content: TemplateContent): void {
  const errors = templateErrors(content);
  if (errors.length > 0) throw new Problem('template_invalid', { errors });
}

type Change = { headers: Record<string, string | undefined>; requestId: string };

/**
 * Saves a template, or deletes it if there is no `content`. With `If-Match` it refuses if another request has
 * changed the template since (optimistic concurrency). If the template already is as requested, that is no conflict:
 * the answer to an earlier try of the same request may have been lost (RFC 9110 section 13.1.1).
 * @throws `precondition_failed`, `temporarily_unavailable`
 */
export async function changeTemplate(
  template: SiteTemplate,
  { headers: { 'if-match': ifMatch }, requestId: holder }: Change,
  content: TemplateContent | undefined,
): Promise<void> {
  const { sesName } = template;
  await whileLeased({ ...template, holder }, async requireHeld => {
    if (ifMatch !== undefined) {
      const etag = tagOf(await readContent(template));
      if (etag === undefined || etag !== tagOf(content)) requireMatch(ifMatch, etag);
    }
    requireHeld();
    try {
      await (content === undefined ? deleteTemplate(sesName) : saveTemplate(sesName, content));
    } finally {
      forgetTemplate(sesName);
    }
  });
}

const tagOf = (content: TemplateContent | undefined) => content && etagOfTemplate(content);
