import {
  BadRequestException,
  type EmailContent,
  MessageRejected,
  SESv2Client,
  SendEmailCommand,
} from '@aws-sdk/client-sesv2';
import type { MailVariables, TemplateContent } from '../../domain/template.ts';
import { environment } from '../environment.ts';
import { awsClient } from './aws.ts';

let client: SESv2Client | undefined;
/** Tries once: whoever sends knows better than the SDK when a second try could make a second mail. */
const ses = (): SESv2Client => {
  client ??= new SESv2Client({ ...awsClient('SESV2'), maxAttempts: 1 });
  return client;
};

/** With a `contentId` it is shown where the HTML says `cid:`, and not listed. */
export type Attachment = { fileName: string; contentType: string; contentId?: string; bytes: Uint8Array };

export type Mail = {
  to: string;
  /** A template that SES has, with its values; or the words themselves. */
  content: { template: string; variables: MailVariables } | TemplateContent;
  attachments: Attachment[];
  headers: Record<string, string>;
  tags: Record<string, string>;
};

/**
 * Sends a mail.
 * @returns SES's message id, or why SES will never take this mail
 * @throws whatever keeps other mails from going out too, or may pass: outages, a paused account, missing rights
 */
export async function sendMail(mail: Mail): Promise<{ messageId: string } | { refused: string }> {
  try {
    const { MessageId = '' } = await ses().send(
      new SendEmailCommand({
        FromEmailAddress: environment('MAIL_SENDER'),
        Destination: { ToAddresses: [mail.to] },
        Content: contentOf(mail),
        ConfigurationSetName: environment('MAIL_CONFIGURATION_SET'),
        EmailTags: pairs(mail.tags),
      }),
    );
    return { messageId: MessageId };
  } catch (error) {
    if (!isAboutThisMail(error)) throw error;
    return { refused: error.name };
  }
}

function contentOf({ content, attachments, headers }: Mail): EmailContent {
  const Attachments = attachments.map(({ fileName, contentType, contentId, bytes }) => ({
    FileName: fileName,
    ContentType: contentType,
    RawContent: bytes,
    ContentTransferEncoding: 'BASE64' as const,
    ...(contentId === undefined
      ? { ContentDisposition: 'ATTACHMENT' as const }
      : { ContentDisposition: 'INLINE' as const, ContentId: contentId }),
  }));
  const around = { Attachments, Headers: pairs(headers) };
  if ('template' in content) {
    const { template, variables } = content;
    return { Template: { TemplateName: template, TemplateData: JSON.stringify(variables), ...around } };
  }
  const { subject, html, text } = content;
  const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });
  return { Simple: { Subject: utf8(subject), Body: { Html: utf8(html), Text: utf8(text) }, ...around } };
}

const pairs = (values: Record<string, string>) =>
  Object.entries(values).map(([Name, Value]) => ({ Name, Value }));

/** What SES finds wrong with the mail itself, so that it would find it again: its content, its address or variables. */
const isAboutThisMail = (error: unknown): error is MessageRejected | BadRequestException =>
  error instanceof BadRequestException || (error instanceof MessageRejected && !isAboutSender(error));

/** A sender that is not verified is the same error as an addressee who is not, in the sandbox; its text names whom. */
function isAboutSender({ message }: MessageRejected): boolean {
  const [address = ''] = /[^\s<]+@[^\s>]+/.exec(environment('MAIL_SENDER')) ?? [];
  return message.includes(address);
}
