import { mailbox, normaliseEmail } from '../domain/email.ts';
import { QR_CODE_ID } from '../domain/letter.ts';
import type { Person } from '../domain/person.ts';
import { invalidRequest, Problem } from '../domain/problems.ts';
import { SAMPLE_LINK } from '../domain/sample-letter.ts';
import { after, days, type Instant, secondsBetween } from '../domain/time.ts';
import { countMail } from './adapters/dynamodb/mail-limit.ts';
import { suppressionOf } from './adapters/dynamodb/suppressions.ts';
import { sendMail } from './adapters/ses.ts';
import { routes } from './contract.ts';
import { endpoint } from './http/endpoint.ts';
import { qrCodePicture } from './mail/invitation-mail.ts';
import { randomId } from './shared/random-id.ts';
import { readDraft, sampleMail } from './templates/sample-mail.ts';
import { standingTemplateAt } from './templates/site-template.ts';

/** More than anybody looks at; an address that is somebody else's is not flooded. */
const TESTS_PER_DAY = 50;

export const handler = endpoint(routes.testEmailTemplate, async request => {
  const { caller, body, now } = request;
  const { site } = caller;
  const email = await ownAddress(caller.person);
  const template = standingTemplateAt(request);
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

/** Nobody can have a mail sent to somebody else, or to an address that wants none. @throws `invalid_request` */
async function ownAddress({ site, email }: Person): Promise<string> {
  if (email === undefined || normaliseEmail(email) === undefined)
    throw invalidRequest('Authorization', 'must be of a login that has an e-mail address');
  const suppression = await suppressionOf(site, email);
  if (suppression === undefined) return email;
  throw invalidRequest(
    'Authorization',
    `must be of a login whose address the site may write to: this one has ${suppression.reason}`,
  );
}

/** @throws `too_many_attempts` until midnight in UTC */
async function requireFewTests(site: string, email: string, now: Instant): Promise<void> {
  const counted = await countMail({ site, email, mail: randomId(), isTest: true }, TESTS_PER_DAY, now);
  if (counted) return;
  const midnight = `${after(now, days(1)).slice(0, 10)}T00:00:00.000Z`;
  throw new Problem('too_many_attempts', { retryAfterSeconds: secondsBetween(now, midnight) });
}

function refusedBySes(reason: string): Problem {
  const message = `must be such that SES sends it, to an address that it may send to; it said ${reason}`;
  return new Problem('template_invalid', { errors: [{ path: '', message }] });
}
