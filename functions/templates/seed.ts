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
import { isOutage } from '../shared/outage.ts';
import { randomId } from '../shared/random-id.ts';
import { whileLeased } from './while-leased.ts';

/**
 * Puts the default templates of a site in place. Those that an earlier release has put there are brought up to date;
 * those that were edited, here or in the SES console, stay as they are.
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
  // An administrator may be saving it right now.
  await whileLeased(lease, async requireHeld => {
    if (!(await isBehind())) return;
    requireHeld();
    await updateTemplate(sesName, content);
  });
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
