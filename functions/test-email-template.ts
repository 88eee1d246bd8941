import { mailbox, normaliseEmail } from '../domain/email.ts';
import { QR_CODE_ID } from '../domain/letter.ts';
import type { Person } from '../domain/person.ts';
import { invalidRequest, Problem } from '../domain/problems.ts';
import { SAMPLE_LINK } from '../domain/sample-letter.ts';
import { sendMail } from './adapters/ses.ts';
import { routes } from './contract.ts';
import { endpoint } from './http/endpoint.ts';
import { qrCodePicture } from './mail/invitation-mail.ts';
import { readDraft, sampleMail } from './shared/sample-mail.ts';
import { standingTemplateAt } from './shared/site-template.ts';

export const handler = endpoint(routes.testEmailTemplate, async request => {
  const { caller, body, now } = request;
  const to = ownAddress(caller.person);
  const template = standingTemplateAt(request);
  const qrCode = `cid:${QR_CODE_ID}`;
  const { variables = {}, ...draft } = body;
  const { locale } = template;
  const sample = { site: caller.site, locale, qrCode, variables, now };
  const content = sampleMail(await readDraft(template, draft), sample);
  const attachments = content.html.includes(qrCode) ? [qrCodePicture(SAMPLE_LINK)] : [];
  const sent = await sendMail({ to, content, attachments, headers: {}, tags: {} });
  if ('refused' in sent) throw refusedBySes(sent.refused);
  return { status: 202, body: {} };
});

/** Nobody can have a mail sent to somebody else. @throws `invalid_request` */
function ownAddress({ email }: Person): string {
  if (email === undefined || normaliseEmail(email) === undefined)
    throw invalidRequest('Authorization', 'must be of a login that has an e-mail address');
  return mailbox(email);
}

function refusedBySes(reason: string): Problem {
  const message = `must be such that SES sends it, to an address that it may send to; it said ${reason}`;
  return new Problem('template_invalid', { errors: [{ path: '', message }] });
}
