import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Delivery } from '../domain/delivery.ts';
import { mailbox } from '../domain/email.ts';
import type { Invitation } from '../domain/invitation.ts';
import { localeFallback, mailVariables, templateName } from '../domain/mail.ts';
import { Problem } from '../domain/problems.ts';
import { openLink } from '../domain/redeem.ts';
import type { DeletedRoom, Room } from '../domain/room.ts';
import type { Site } from '../domain/site.ts';
import type { Instant } from '../domain/time.ts';
import { readInvitation, recordDelivery } from './adapters/dynamodb/invitations.ts';
import { countMail } from './adapters/dynamodb/mail-limit.ts';
import { readSite } from './adapters/dynamodb/sites.ts';
import { linkUrl } from './adapters/links.ts';
import { type DueMail, dueMailSchema } from './adapters/mail-queue.ts';
import { tagsOf } from './adapters/mail-tags.ts';
import { firstTemplate, sendMail } from './adapters/ses.ts';
import { environment } from './environment.ts';
import { workThrough } from './shared/batch.ts';
import { log } from './shared/log.ts';

/** Sends the mails of the queue, each at least once; all but what is wrong with a mail itself is tried again. */
export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  // A mail may have been queued twice; worked on at once, both messages would find it due.
  const records = [...new Map(Records.map(record => [record.body, record])).values()];
  return workThrough({ records, atOnce: 5, idOf: ({ messageId }) => messageId }, ({ body }, concerns) => {
    const due = dueMailSchema.parse(JSON.parse(body));
    concerns(asked(due));
    return deliver(due, new Date().toISOString());
  });
}

/** How the log finds a mail again. */
const asked = ({ requestId, site, mail }: DueMail) => ({ requestId, site, mail });

/** Reads the invitation again, so that a revoke, a correction or a newer request in between is honoured. */
async function deliver(due: DueMail, now: Instant): Promise<void> {
  const site = await readSite(due.site);
  const { room, invitation } = await readInvitation({ ...due, id: due.invitation });
  const isDue = invitation?.delivery.state === 'queued' && invitation.delivery.mail === due.mail;
  if (site === undefined || invitation === undefined || !isDue) return log.info('mail not due', asked(due));
  const { messageId, ...outcome } = await send({ site, room, invitation, now });
  await recordDelivery(invitation, { ...invitation.delivery, at: now, ...outcome });
  log.info('mail', { ...asked(due), ...outcome, messageId });
}

type Due = { site: Site; room: Room | DeletedRoom | undefined; invitation: Invitation; now: Instant };
/** `messageId` is SES's. */
type Outcome = Pick<Delivery, 'state' | 'reason'> & { messageId?: string };

/** Whatever keeps the link from being opened is also why no mail goes out. */
async function send(due: Due): Promise<Outcome> {
  try {
    return await sendOpenLink(due);
  } catch (error) {
    if (!(error instanceof Problem) || error.code === 'temporarily_unavailable') throw error;
    return failed(error.code);
  }
}

async function sendOpenLink({ site, room: found, invitation, now }: Due): Promise<Outcome> {
  const { settings } = site;
  const seed = seedOf(invitation);
  if (seed === undefined) return failed('link_replaced');
  const link = { generation: invitation.generation, linkId: seed.linkId };
  const { room } = openLink({ link, room: found, invitation, settings }, now);
  const template = await templateFor(site, invitation.locale);
  if (template === undefined) return failed('no_template');
  const url = await linkUrl(site.trust.linkBaseUrl, invitation, seed);
  if (!(await countMail(invitation, settings.limits.emailsPerAddressPerDay, now)))
    return failed('daily_limit');
  const sent = await sendMail({
    to: mailbox(invitation.email),
    template,
    variables: mailVariables({ invitation, room, settings, link: url }),
    tags: tagsOf(invitation),
  });
  return 'messageId' in sent ? { state: 'sent', ...sent } : failed(sent.refused);
}

const failed = (reason: string): Outcome => ({ state: 'failed', reason });

/** The link that the mail was asked for, if it is still one of the invitation's. */
function seedOf({ linkId, keyId, freshLink, delivery }: Invitation) {
  return [{ linkId, keyId }, freshLink].find(seed => seed?.linkId === delivery.linkId);
}

function templateFor({ id, settings }: Site, locale: string): Promise<string | undefined> {
  const name = settings.inviteToMedia.inviteEmailTemplate;
  if (!name) return Promise.resolve(undefined);
  const locales = localeFallback(locale, settings.defaultLocale);
  return firstTemplate(locales.map(each => templateName(environment('STAGE'), id, name, each)));
}
