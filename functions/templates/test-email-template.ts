import { mailbox, normaliseEmail } from '../../domain/email.ts';
import { QR_CODE_ID } from '../../domain/mail-variables.ts';
import type { Person } from '../../domain/person.ts';
import { invalidRequest, Problem } from '../../domain/problems.ts';
import { SAMPLE_LINK } from '../../domain/sample-variables.ts';
import { after, days, type Instant, secondsBetween } from '../../domain/time.ts';
import { countMail } from '../adapters/dynamodb/mail-limit.ts';
import { suppressionOf } from '../adapters/dynamodb/suppressions.ts';
import { sendMail } from '../adapters/ses.ts';
import { routes } from '../contract/routes.ts';
import { endpoint } from '../http/endpoint.ts';
import { qrCodePicture } from '../mail/invitation-mail.ts';
import { randomId } from '../runtime/random-id.ts';
import { readDraft, sampleMail } from './sample-mail.ts';
import { requireTemplateAt } from './site-template.ts';

/** More than an administrator looks at; limits the mail to an address that belongs to another person. */
const TESTS_PER_DAY = 50;

export const handler = endpoint(routes.testEmailTemplate, async request => {
  const { caller, body, now } = request;
  const { site } = caller;
  const email = await ownAddress(caller.person);
  const template = requireTemplateAt(request);
  const qrCode = `cid:${QR_CODE_ID}`;
  const { variables = {}, ...draft } = body;
  const { locale } = template;
  const sample = { site, locale, qrCode, variables, now };
  const content = sampleMail(await readDraft(template, draft), sample);
  const attachments = content.html.includes(qrCode) ? [qrCodePicture(SAMPLE_LINK)] : [];
  await requireFewTests(site.id, email, now);
  const mail = { to: mailbox(email), content, attachments, headers: {}, tags: { site: site.id } };
  const sent = await sendMail(mail);
  if ('refused' in sent) throw refusedBySes(sent.refused);
  return { status: 202, body: {} };
});

/** The caller's own address, unless it is suppressed: no caller can mail another person. @throws `invalid_request` */
async function ownAddress({ site, email }: Person): Promise<string> {
  if (email === undefined || normaliseEmail(email) === undefined)
    throw invalidRequest('Authorization', 'must be a login with an e-mail address');
  const suppression = await suppressionOf(site, email);
  if (suppression === undefined) return email;
  throw invalidRequest(
    'Authorization',
    `must be a login whose address may get mail: this address has ${suppression.reason}`,
  );
}

/** @throws `too_many_attempts` until midnight UTC */
async function requireFewTests(site: string, email: string, now: Instant): Promise<void> {
  const counted = await countMail({ site, email, mail: randomId(), kind: 'test' }, TESTS_PER_DAY, now);
  if (counted) return;
  const midnight = `${after(now, days(1)).slice(0, 10)}T00:00:00.000Z`;
  throw new Problem('too_many_attempts', { retryAfterSeconds: secondsBetween(now, midnight) });
}

function refusedBySes(reason: string): Problem {
  const message = `must be accepted by SES, which refused the template or the address: ${reason}`;
  return new Problem('template_invalid', { errors: [{ path: '', message }] });
}
