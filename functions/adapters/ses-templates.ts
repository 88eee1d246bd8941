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
import { cached } from './cache.ts';

/** The mail templates in SES, by their SES names. */

let client: SESv2Client | undefined;
/** SES throttles template calls to one a second, so the SDK retries often. A repeated call does no harm. */
const ses = (): SESv2Client => {
  client ??= new SESv2Client({ ...awsClient('SESV2'), maxAttempts: 5 });
  return client;
};

/** @returns whether the template was created. An existing template is not changed */
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

/** A missing part becomes empty: the SES console allows a template without it. */
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

/** @returns false if the template does not exist */
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

/** Creates or replaces a template. */
export async function saveTemplate(name: string, content: TemplateContent): Promise<void> {
  if ((await updateTemplate(name, content)) || (await createTemplate(name, content))) return;
  // Race condition: another request has created it after the failed update.
  await updateTemplate(name, content);
}

/** Does nothing if the template does not exist. */
export async function deleteTemplate(name: string): Promise<void> {
  try {
    await ses().send(new DeleteEmailTemplateCommand({ TemplateName: name }));
  } catch (error) {
    if (!(error instanceof NotFoundException)) throw error;
  }
}

/** The names of all templates in the account, of every stage and site. */
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

/** A template from the cache, at most 30 seconds stale, for mails. */
export const storedTemplate = (name: string): Promise<TemplateContent | undefined> => stored.get(name);

/** Removes a template from the cache after this process has changed it. */
export const forgetTemplate = (name: string): boolean => stored.forget(name);

const contentOf = ({ subject, html, text }: TemplateContent): EmailTemplateContent => ({
  Subject: subject,
  Html: html,
  Text: text,
});
