import {
  AlreadyExistsException,
  CreateEmailTemplateCommand,
  DeleteEmailTemplateCommand,
  type EmailTemplateContent,
  GetEmailTemplateCommand,
  ListEmailTemplatesCommand,
  NotFoundException,
  SESv2Client,
  UpdateEmailTemplateCommand,
} from '@aws-sdk/client-sesv2';
import type { TemplateContent } from '../../domain/template.ts';
import { awsClient } from './aws.ts';
import { cached } from './cached.ts';

/** The mail templates in SES, by the names they have there. */

let client: SESv2Client | undefined;
/** SES answers for one template a second, so that trying again is usual; nothing of this does harm when done twice. */
const ses = (): SESv2Client => {
  client ??= new SESv2Client({ ...awsClient('SESV2'), maxAttempts: 5 });
  return client;
};

/** @returns whether it was made; an existing one stays as it is */
export async function createTemplate(name: string, content: TemplateContent): Promise<boolean> {
  try {
    await ses().send(
      new CreateEmailTemplateCommand({ TemplateName: name, TemplateContent: contentOf(content) }),
    );
    return true;
  } catch (error) {
    if (error instanceof AlreadyExistsException) return false;
    throw error;
  }
}

/** A part that is missing, as the console lets one leave it out, is empty. */
export async function readTemplate(name: string): Promise<TemplateContent | undefined> {
  try {
    const { TemplateContent = {} } = await ses().send(new GetEmailTemplateCommand({ TemplateName: name }));
    const { Subject: subject = '', Html: html = '', Text: text = '' } = TemplateContent;
    return { subject, html, text };
  } catch (error) {
    if (error instanceof NotFoundException) return undefined;
    throw error;
  }
}

/** @returns whether there was one to change */
export async function updateTemplate(name: string, content: TemplateContent): Promise<boolean> {
  try {
    await ses().send(
      new UpdateEmailTemplateCommand({ TemplateName: name, TemplateContent: contentOf(content) }),
    );
    return true;
  } catch (error) {
    if (error instanceof NotFoundException) return false;
    throw error;
  }
}

/** Whether there is one already or not. */
export async function saveTemplate(name: string, content: TemplateContent): Promise<void> {
  if ((await updateTemplate(name, content)) || (await createTemplate(name, content))) return;
  // Between the two somebody else has made it.
  await updateTemplate(name, content);
}

/** Does nothing where there is none. */
export async function deleteTemplate(name: string): Promise<void> {
  try {
    await ses().send(new DeleteEmailTemplateCommand({ TemplateName: name }));
  } catch (error) {
    if (!(error instanceof NotFoundException)) throw error;
  }
}

/** Of all stages and sites of the account. */
export async function listTemplateNames(): Promise<string[]> {
  const names: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ses().send(
      new ListEmailTemplatesCommand({ PageSize: 100, ...(NextToken && { NextToken }) }),
    );
    names.push(...(page.TemplatesMetadata ?? []).flatMap(({ TemplateName }) => TemplateName ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return names;
}

const stored = cached(readTemplate);

/** As it was at most 30 seconds ago, for mails. */
export const storedTemplate = (name: string): Promise<TemplateContent | undefined> => stored.get(name);

/** For what this process has changed. */
export const forgetTemplate = (name: string): boolean => stored.forget(name);

const contentOf = ({ subject, html, text }: TemplateContent): EmailTemplateContent => ({
  Subject: subject,
  Html: html,
  Text: text,
});
