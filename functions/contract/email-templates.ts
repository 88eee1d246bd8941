import * as z from 'zod';
import { templateContentSchema, templateIdSchema, variableNames } from '../../domain/template.ts';
import { nothingSchema } from './common.ts';
import type { Route } from './route.ts';

const TEMPLATES = '/v1/site/email-templates';
const TEMPLATE = `${TEMPLATES}/{name}/{locale}`;

const templateListSchema = z.strictObject({
  items: z.array(
    templateIdSchema.extend({
      hasDefault: z.boolean().describe('Whether `DELETE` brings a default template back.'),
    }),
  ),
});

/** As it stands: what is left out in the SES console is empty, and a filled-in part may be longer than one to be saved. */
const templateSchema = z
  .strictObject({ subject: z.string(), html: z.string(), text: z.string() })
  .meta({ id: 'EmailTemplate' });

const draftSchema = templateContentSchema
  .partial()
  .describe('What is left out is taken from the template as it is saved.');

const variablesSchema = z.partialRecord(z.enum(variableNames), z.string().max(2000));

const templateSampleBodySchema = draftSchema
  .extend({ variables: variablesSchema.optional().describe('Values to show instead of the sample’s.') })
  .meta({ id: 'EmailTemplateSampleRequest' });

/** The site’s mail templates. */
export const emailTemplates = {
  listEmailTemplates: {
    method: 'GET',
    path: TEMPLATES,
    caller: 'administrator',
    summary: 'The site’s mail templates, by name and locale',
    answers: { 200: templateListSchema },
    problems: [],
    needs: ['template list'],
  },
  getEmailTemplate: {
    method: 'GET',
    path: TEMPLATE,
    caller: 'administrator',
    summary: 'A mail template, with an `ETag`',
    answers: { 200: templateSchema },
    problems: ['not_found'],
    needs: ['templates'],
  },
  putEmailTemplate: {
    method: 'PUT',
    path: TEMPLATE,
    caller: 'administrator',
    summary: 'Save a mail template; with `If-Match` only if nobody has changed it meanwhile',
    headers: { 'If-Match': 'optional' },
    body: templateContentSchema,
    answers: { 200: templateSchema },
    problems: ['precondition_failed', 'template_invalid'],
    needs: ['UpdateItem', 'templates', 'template changes'],
  },
  deleteEmailTemplate: {
    method: 'DELETE',
    path: TEMPLATE,
    caller: 'administrator',
    summary: 'Back to the default template; one that has no default is gone',
    headers: { 'If-Match': 'optional' },
    answers: { 204: null },
    problems: ['not_found', 'precondition_failed'],
    needs: ['UpdateItem', 'templates', 'template changes'],
  },
  previewEmailTemplate: {
    method: 'POST',
    path: `${TEMPLATE}/preview`,
    caller: 'administrator',
    summary:
      'What a mail of a template looks like, saved or as it is being written, with sample or given values',
    body: templateSampleBodySchema,
    answers: { 200: templateSchema },
    problems: ['not_found', 'template_invalid'],
    needs: ['templates'],
  },
  testEmailTemplate: {
    method: 'POST',
    path: `${TEMPLATE}/test`,
    caller: 'administrator',
    summary: 'Mail what a preview shows to the caller’s own address',
    body: templateSampleBodySchema,
    answers: { 202: nothingSchema },
    problems: ['not_found', 'template_invalid', 'too_many_attempts'],
    needs: ['templates', 'mail', 'GetItem', 'UpdateItem', 'link keys'],
  },
} as const satisfies Record<string, Route>;
