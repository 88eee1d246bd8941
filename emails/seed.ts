import { setTimeout as pause } from 'node:timers/promises';
import {
  DEFAULT_TEMPLATE,
  DEFAULT_TEMPLATE_LOCALES,
  type TemplateContent,
  templateName,
} from '../domain/template.ts';
import { createTemplate, readTemplate, updateTemplate } from '../functions/adapters/ses-templates.ts';
import { isOutage } from '../functions/shared/outage.ts';
import { hashOf, isSeeded, wordsFor } from './defaults.ts';

/**
 * Puts the default templates of a site in place. Those that an earlier release has put there are brought up to date;
 * those that were edited, here or in the SES console, stay as they are.
 */
export async function seedTemplates(stage: string, site: string): Promise<void> {
  for (const locale of DEFAULT_TEMPLATE_LOCALES) {
    await seed(templateName(stage, site, { name: DEFAULT_TEMPLATE, locale }), wordsFor(locale).invitation);
  }
}

async function seed(name: string, content: TemplateContent): Promise<void> {
  if (await patiently(() => createTemplate(name, content))) return;
  const present = await patiently(() => readTemplate(name));
  if (present === undefined || !isSeeded(present) || hashOf(present) === hashOf(content)) return;
  await patiently(() => updateTemplate(name, content));
}

const TRIES = 10;

/** SES does one of each a second. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      if (tries === TRIES || !isOutage(error)) throw error;
    }
    await pause(1000);
  }
}
