import { setTimeout as pause } from 'node:timers/promises';
import {
  DEFAULT_TEMPLATE,
  DEFAULT_TEMPLATE_LOCALES,
  type DefaultLocale,
  templateName,
} from '../../domain/template.ts';
import { hashOf, isSeeded, wordsFor } from '../../emails/defaults.ts';
import type { Lease } from '../adapters/dynamodb/template-lease.ts';
import { createTemplate, readTemplate, updateTemplate } from '../adapters/ses-templates.ts';
import { isOutage } from '../runtime/outage.ts';
import { randomId } from '../runtime/random-id.ts';
import { whileLeased } from './while-leased.ts';

/**
 * Creates the default templates of a site. Templates that an earlier release seeded are updated; templates that were
 * edited, here or in the SES console, stay.
 */
export async function seedTemplates(stage: string, site: string): Promise<void> {
  for (const locale of DEFAULT_TEMPLATE_LOCALES) {
    const id = { name: DEFAULT_TEMPLATE, locale };
    const sesName = templateName(stage, site, id);
    if (await patiently(() => createTemplate(sesName, wordsFor(locale).invitation))) continue;
    const lease = { site, ...id, holder: randomId() };
    await patiently(() => bringUpToDate(sesName, lease));
  }
}

async function bringUpToDate(sesName: string, lease: Lease & { locale: DefaultLocale }): Promise<void> {
  const { locale } = lease;
  const content = wordsFor(locale).invitation;
  const isBehind = async () => {
    const present = await readTemplate(sesName);
    return present !== undefined && isSeeded(locale, present) && hashOf(present) !== hashOf(content);
  };
  if (!(await isBehind())) return;
  // The check is repeated under the lease: an administrator may be saving the template right now.
  await whileLeased(lease, async requireHeld => {
    if (!(await isBehind())) return;
    requireHeld();
    await updateTemplate(sesName, content);
  });
}

const TRIES = 10;

/** Retries: SES allows one call of each kind a second. */
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
