import { SAMPLE_LINK } from '../domain/sample-letter.ts';
import { routes } from './contract.ts';
import { endpoint } from './http/endpoint.ts';
import { qrCodePng } from './mail/qr-code.ts';
import { readDraft, sampleMail } from './templates/sample-mail.ts';
import { standingTemplateAt } from './templates/site-template.ts';

export const handler = endpoint(routes.previewEmailTemplate, async request => {
  const { caller, body, now } = request;
  const { variables = {}, ...draft } = body;
  const template = standingTemplateAt(request);
  const content = await readDraft(template, draft);
  // In a mail it comes along as a part of its own, which a preview has not.
  const qrCode = `data:image/png;base64,${qrCodePng(SAMPLE_LINK).toString('base64')}`;
  const { locale } = template;
  return { body: sampleMail(content, { site: caller.site, locale, qrCode, variables, now }) };
});
