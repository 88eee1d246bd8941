import { type ParsedMail, simpleParser } from 'mailparser';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import { inject } from 'vitest';

type Stored = {
  messageId: string;
  from: string;
  subject: string;
  destination: { to: string[] };
  body: { html?: string; text?: string };
  attachments: {
    filename: string;
    contentType: string;
    contentId?: string;
    contentDisposition?: string;
    content: string;
  }[];
  headers?: { name: string; value: string }[];
};

/** The mails to an address in the SES emulator, the oldest first. */
export async function mailsTo(address: string): Promise<Stored[]> {
  const { emails } = (await (await fetch(`${inject('ses')}/store`)).json()) as { emails: Stored[] };
  return emails.filter(({ destination }) => destination.to.includes(address));
}

/** The mail in wire format (RFC 5322), built from its parts as SES builds it. */
export function mimeOf({
  from,
  subject,
  destination,
  body,
  attachments,
  headers = [],
}: Stored): Promise<Buffer> {
  const composer = new MailComposer({
    from,
    to: destination.to,
    subject,
    html: body.html,
    text: body.text,
    headers: headers.map(({ name: key, value }) => ({ key, value })),
    attachments: attachments.map(({ filename, contentType, contentId, contentDisposition, content }) => ({
      filename,
      contentType,
      content: Buffer.from(content, 'base64'),
      contentDisposition: contentDisposition === 'INLINE' ? 'inline' : 'attachment',
      ...(contentId !== undefined && { cid: contentId }),
    })),
  });
  return composer.compile().build();
}

/** The latest mail to an address, parsed as a mail program parses it. */
export async function lastMailTo(address: string): Promise<ParsedMail> {
  const last = (await mailsTo(address)).at(-1);
  if (last === undefined) throw new Error('there is no mail to this address');
  return simpleParser(await mimeOf(last), { keepCidLinks: true });
}
