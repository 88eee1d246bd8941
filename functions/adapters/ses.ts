import {
  BadRequestException,
  type EmailContent,
  MessageRejected,
  SESv2Client,
  SendEmailCommand,
} from '@aws-sdk/client-sesv2';
import type { MailVariables, TemplateContent } from '../../domain/template.ts';
import { environment } from '../runtime/environment.ts';
import { awsClient } from './aws.ts';

let client: SESv2Client | undefined;
/** No SDK retries: a retry could send a second mail, so the mailer decides when to retry. */
const ses = (): SESv2Client => {
  client ??= new SESv2Client({ ...awsClient('SESV2'), maxAttempts: 1 });
  return client;
};

/** An attachment with a `contentId` is inline: the HTML shows it by `cid:`, and mail programs do not list it. */
export type Attachment = { fileName: string; contentType: string; contentId?: string; bytes: Uint8Array };

export type Mail = {
  to: string;
  /** The name of a template in SES and its values, or the finished content. */
  content: { template: string; variables: MailVariables } | TemplateContent;
  attachments: Attachment[];
  headers: Record<string, string>;
  tags: Record<string, string>;
};

/**
 * Sends a mail.
 * @returns SES's message id, or, if SES will never accept this mail, the reason
 * @throws errors that are temporary or affect all mails: outages, throttling, a paused account, missing permissions
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

/** An error in the mail itself (content, address or variables), so a retry would fail too. */
const isAboutThisMail = (error: unknown): error is MessageRejected | BadRequestException =>
  error instanceof BadRequestException || (error instanceof MessageRejected && !isAboutSender(error));

/** In the SES sandbox, an unverified sender and an unverified addressee cause the same error. Its text says which. */
function isAboutSender({ message }: MessageRejected): boolean {
  const [address = ''] = /[^\s<]+@[^\s>]+/.exec(environment('MAIL_SENDER')) ?? [];
  return message.includes(address);
}
