import { emulator } from './deployed.ts';
import { STAGE } from './emulator.ts';

export type Template = { Subject: string; Html: string; Text: string };

/** An administrator's AWS CLI commands for the mail templates of the site `demo`, as in docs/email-templates.md. */

const named = (locale: string) => ['--template-name', `${STAGE}_demo_invitation_${locale}`];

export async function readTemplate(locale: string): Promise<Template> {
  return (await emulator.aws('sesv2', 'get-email-template', ...named(locale))).TemplateContent;
}

export async function editTemplate(locale: string, change: Partial<Template>): Promise<Template> {
  const content = { ...(await readTemplate(locale)), ...change };
  const given = ['--template-content', JSON.stringify(content)];
  await emulator.aws('sesv2', 'update-email-template', ...named(locale), ...given);
  return content;
}

export async function deleteTemplate(locale: string): Promise<void> {
  await emulator.aws('sesv2', 'delete-email-template', ...named(locale));
}
