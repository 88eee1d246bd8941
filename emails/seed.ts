import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { DEFAULT_TEMPLATE_LOCALES, templateName } from '../domain/mail.ts';
import { createTemplateIfAbsent } from '../functions/adapters/ses.ts';
import { isOutage } from '../functions/shared/outage.ts';

/** Puts the default templates of a site in place; those that are there, edited or not, stay as they are. */
export async function seedTemplates(stage: string, site: string): Promise<void> {
  for (const locale of DEFAULT_TEMPLATE_LOCALES) {
    const [subject, html, text] = await Promise.all(
      ['invitation.subject.txt', 'invitation.html', 'invitation.txt'].map(file =>
        readFile(new URL(`${locale}/${file}`, import.meta.url), 'utf8'),
      ),
    );
    const name = templateName(stage, site, 'invitation', locale);
    await patiently(() =>
      createTemplateIfAbsent(name, {
        subject: subject?.trim() ?? '',
        html: html ?? '',
        text: text ?? '',
      }),
    );
  }
}

const TRIES = 10;

/** SES makes one template a second. */
async function patiently(make: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await make();
    } catch (error) {
      if (tries === TRIES || !isOutage(error)) throw error;
    }
    await pause(1000);
  }
}
