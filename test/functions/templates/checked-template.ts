import type { TemplateContent } from '../../../domain/template.ts';
import { templateErrors } from '../../../functions/templates/check-template.ts';

/** A valid template, and the errors of a change of it. */

export const good: TemplateContent = {
  subject: 'Hi {{firstName}}',
  html: '<p>{{link}}</p>',
  text: '{{link}}',
};
export const errorsWith = (change: Partial<TemplateContent>) => templateErrors({ ...good, ...change });
