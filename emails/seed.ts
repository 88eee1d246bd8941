import { readFile } from 'node:fs/promises';
import { DEFAULT_TEMPLATE_LOCALES, templateName } from '../domain/mail.ts';
import { createTemplateIfAbsent } from '../functions/adapters/ses.ts';

/** Puts the default templates of a site in place; those that are there, edited or not, stay as they are. */
export async function seedTemplates(stage: string, site: string): Promise<void> {
  for (const locale of DEFAULT_TEMPLATE_LOCALES) {
    const [subject, html, text] = await Promise.all(
      ['invitation.subject.txt', 'invitation.html', 'invitation.txt'].map(file =>
        readFile(new URL(`${locale}/${file}`, import.meta.url), 'utf8'),
      ),
    );
    const name = templateName(stage, site, 'invitation', locale);
    await createTemplateIfAbsent(name, {
      subject: subject?.trim() ?? '',
      html: html ?? '',
      text: text ?? '',
    });
  }
}
