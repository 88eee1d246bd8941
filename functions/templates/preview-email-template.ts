import { SAMPLE_LINK } from '../../domain/sample-variables.ts';
import { routes } from '../contract/routes.ts';
import { endpoint } from '../http/endpoint.ts';
import { qrCodePng } from '../mail/qr-code.ts';
import { readDraft, sampleMail } from './sample-mail.ts';
import { requireTemplateAt } from './site-template.ts';

export const handler = endpoint(routes.previewEmailTemplate, async request => {
  const { caller, body, now } = request;
  const { variables = {}, ...draft } = body;
  const template = requireTemplateAt(request);
  const content = await readDraft(template, draft);
  // In a mail the picture is an attachment, which a preview does not have.
  const qrCode = `data:image/png;base64,${qrCodePng(SAMPLE_LINK).toString('base64')}`;
  const { locale } = template;
  return { body: sampleMail(content, { site: caller.site, locale, qrCode, variables, now }) };
});
