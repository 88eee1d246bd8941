import * as z from 'zod';
import { templateContentSchema, templateIdSchema, variableNames } from '../../domain/template.ts';
import { textSchema } from '../../domain/text.ts';
import { nothingSchema } from './common.ts';
import type { Route } from './route.ts';

const TEMPLATES = '/v1/site/email-templates';
const TEMPLATE = `${TEMPLATES}/{name}/{locale}`;

const templateListSchema = z.strictObject({
  items: z.array(
    templateIdSchema.extend({
      hasDefault: z.boolean().describe('Whether `DELETE` restores a default template.'),
    }),
  ),
});

/** A stored template. A part left out in the SES console is empty; a part may be longer than `PUT` accepts. */
const templateSchema = z
  .strictObject({ subject: z.string(), html: z.string(), text: z.string() })
  .meta({ id: 'EmailTemplate' });

const draftSchema = templateContentSchema
  .partial()
  .describe('A missing part is taken from the saved template.');

const variablesSchema = z.partialRecord(z.enum(variableNames), textSchema(2000));

const templateSampleBodySchema = draftSchema
  .extend({ variables: variablesSchema.optional().describe('Values that replace the sample values.') })
  .meta({ id: 'EmailTemplateSampleRequest' });

/** Routes of the site’s mail templates. */
export const templates = {
  listEmailTemplates: {
    method: 'GET',
    path: TEMPLATES,
    caller: 'administrator',
    summary: 'List the site’s mail templates, by name and locale',
    answers: { 200: templateListSchema },
    problems: [],
    needs: ['template list'],
  },
  getEmailTemplate: {
    method: 'GET',
    path: TEMPLATE,
    caller: 'administrator',
    summary: 'Get a mail template, with an `ETag`',
    answers: { 200: templateSchema },
    problems: ['not_found'],
    needs: ['templates'],
  },
  putEmailTemplate: {
    method: 'PUT',
    path: TEMPLATE,
    caller: 'administrator',
    summary: 'Save a mail template; with `If-Match` only if it has not changed since',
    headers: { 'If-Match': 'optional' },
    body: templateContentSchema,
    answers: { 200: templateSchema },
    problems: ['precondition_failed', 'template_invalid'],
    needs: ['UpdateItem TEMPLATE', 'templates', 'template changes'],
  },
  deleteEmailTemplate: {
    method: 'DELETE',
    path: TEMPLATE,
    caller: 'administrator',
    summary: 'Restore the default template; a template without a default is deleted',
    headers: { 'If-Match': 'optional' },
    answers: { 204: null },
    problems: ['not_found', 'precondition_failed'],
    needs: ['UpdateItem TEMPLATE', 'templates', 'template changes'],
  },
  previewEmailTemplate: {
    method: 'POST',
    path: `${TEMPLATE}/preview`,
    caller: 'administrator',
    summary: 'Preview a mail from the saved template or a draft, with sample or given values',
    body: templateSampleBodySchema,
    answers: { 200: templateSchema },
    problems: ['not_found', 'template_invalid'],
    needs: ['templates'],
  },
  testEmailTemplate: {
    method: 'POST',
    path: `${TEMPLATE}/test`,
    caller: 'administrator',
    summary: 'Send the preview as a test mail to the caller’s own address',
    body: templateSampleBodySchema,
    answers: { 202: nothingSchema },
    problems: ['not_found', 'template_invalid', 'too_many_attempts'],
    needs: ['templates', 'mail', 'GetItem SUPPRESSED', 'UpdateItem COUNT', 'id key'],
  },
} as const satisfies Record<string, Route>;
