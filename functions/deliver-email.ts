import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Delivery } from '../domain/delivery.ts';
import { mailbox } from '../domain/email.ts';
import { expiryOf, type Invitation } from '../domain/invitation.ts';
import { localeFallback, mailVariables, templateName } from '../domain/mail.ts';
import { type DeletedRoom, isDeleted, type Room } from '../domain/room.ts';
import type { Site } from '../domain/site.ts';
import type { Instant } from '../domain/time.ts';
import { readInvitation, recordDelivery } from './adapters/dynamodb/invitations.ts';
import { countMail } from './adapters/dynamodb/mail-limit.ts';
import { readSite } from './adapters/dynamodb/sites.ts';
import { linkUrl } from './adapters/links.ts';
import { type DueMail, dueMailSchema } from './adapters/mail-queue.ts';
import { firstTemplate, sendMail } from './adapters/ses.ts';
import { environment } from './environment.ts';
import { inParallel } from './in-parallel.ts';
import { log } from './log.ts';

const AT_ONCE = 5;

/** Sends the mails of the queue, each at least once; what may pass (throttling, an outage) is tried again. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const outcomes = await inParallel(event.Records, AT_ONCE, async ({ body, messageId }) => {
    try {
      await deliver(dueMailSchema.parse(JSON.parse(body)), new Date().toISOString());
      return undefined;
    } catch (error) {
      log.error('mail not delivered', error);
      return messageId;
    }
  });
  const failures = outcomes.filter(messageId => messageId !== undefined);
  return { batchItemFailures: failures.map(itemIdentifier => ({ itemIdentifier })) };
}

/** Reads the invitation again, so that a revoke, a correction or a newer request in between is honoured. */
async function deliver(
  { site: siteId, room: roomId, invitation: id, mail }: DueMail,
  now: Instant,
): Promise<void> {
  const site = await readSite(siteId);
  const { room, invitation } = await readInvitation({ site: siteId, room: roomId, id });
  const isDue = invitation?.delivery.state === 'queued' && invitation.delivery.mail === mail;
  if (site === undefined || invitation === undefined || !isDue) return;
  const outcome = await send({ site, room, invitation, now });
  await recordDelivery(invitation, { ...invitation.delivery, at: now, ...outcome });
  log.info('mail', { site: siteId, ...outcome });
}

type Due = { site: Site; room: Room | DeletedRoom | undefined; invitation: Invitation; now: Instant };
type Outcome = Pick<Delivery, 'state' | 'reason'>;

async function send({ site, room, invitation, now }: Due): Promise<Outcome> {
  const seed = seedOf(invitation);
  if (room === undefined || isDeleted(room) || room.generation !== invitation.generation)
    return failed('room_deleted');
  if (invitation.revokedAt !== undefined) return failed('invitation_revoked');
  if (seed === undefined) return failed('link_replaced');
  if (expiryOf(invitation, room) <= now) return failed('link_expired');
  const template = await templateFor(site, invitation.locale);
  if (template === undefined) return failed('no_template');
  if (!(await countMail(invitation, site.settings.limits.emailsPerAddressPerDay, now)))
    return failed('daily_limit');
  const link = await linkUrl(site.trust.linkBaseUrl, invitation, seed);
  const sent = await sendMail({
    to: mailbox(invitation.email),
    template,
    variables: mailVariables({ invitation, room, settings: site.settings, link }),
    tags: tagsOf(invitation),
  });
  return 'messageId' in sent ? { state: 'sent' } : failed(sent.refused);
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

/** SES gives them back with every event. Room ids may have characters that a tag may not. */
const tagsOf = ({ site, room, id, delivery }: Invitation): Record<string, string> => ({
  site,
  room: Buffer.from(room).toString('base64url'),
  invitation: id,
  mail: delivery.mail ?? '',
});
