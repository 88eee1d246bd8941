import {
  AlreadyExistsException,
  BadRequestException,
  CreateEmailTemplateCommand,
  GetEmailTemplateCommand,
  MessageRejected,
  NotFoundException,
  SESv2Client,
  SendEmailCommand,
} from '@aws-sdk/client-sesv2';
import type { MailVariables } from '../../domain/mail.ts';
import { environment } from '../environment.ts';
import { awsClient } from './aws.ts';
import { cached } from './cached.ts';

let client: SESv2Client | undefined;
const ses = (): SESv2Client => {
  client ??= new SESv2Client(awsClient('SESV2'));
  return client;
};

export type Letter = { to: string; template: string; variables: MailVariables; tags: Record<string, string> };

/**
 * Sends a templated mail.
 * @returns SES's message id, or why SES will never take this mail
 * @throws whatever keeps other mails from going out too, or may pass: outages, a paused account, missing rights
 */
export async function sendMail({
  to,
  template,
  variables,
  tags,
}: Letter): Promise<{ messageId: string } | { refused: string }> {
  try {
    const { MessageId = '' } = await ses().send(
      new SendEmailCommand({
        FromEmailAddress: environment('MAIL_SENDER'),
        Destination: { ToAddresses: [to] },
        Content: { Template: { TemplateName: template, TemplateData: JSON.stringify(variables) } },
        ConfigurationSetName: environment('MAIL_CONFIGURATION_SET'),
        EmailTags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
      }),
    );
    return { messageId: MessageId };
  } catch (error) {
    if (!isAboutThisMail(error)) throw error;
    return { refused: error.name };
  }
}

/** What SES finds wrong with the mail itself, so that it would find it again: its content, its address or variables. */
const isAboutThisMail = (error: unknown): error is MessageRejected | BadRequestException =>
  error instanceof BadRequestException || (error instanceof MessageRejected && !isAboutSender(error));

/** A sender that is not verified is the same error as an addressee who is not, in the sandbox; its text names whom. */
function isAboutSender({ message }: MessageRejected): boolean {
  const [address = ''] = /[^\s<]+@[^\s>]+/.exec(environment('MAIL_SENDER')) ?? [];
  return message.includes(address);
}

const MAX_NAME_LENGTH = 64;

/** The first of some templates that exists. */
export async function firstTemplate(names: string[]): Promise<string | undefined> {
  const possible = names.filter(name => name.length <= MAX_NAME_LENGTH);
  for (const name of possible) if (await templates.get(name)) return name;
  return undefined;
}

const templates = cached(async name => {
  try {
    await ses().send(new GetEmailTemplateCommand({ TemplateName: name }));
    return true;
  } catch (error) {
    if (error instanceof NotFoundException) return false;
    throw error;
  }
});

export async function createTemplateIfAbsent(
  name: string,
  { subject, html, text }: { subject: string; html: string; text: string },
): Promise<void> {
  try {
    await ses().send(
      new CreateEmailTemplateCommand({
        TemplateName: name,
        TemplateContent: { Subject: subject, Html: html, Text: text },
      }),
    );
  } catch (error) {
    if (!(error instanceof AlreadyExistsException)) throw error;
  }
}
