import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { afterFeedback, type Outcome, RENDERING_FAILURE } from '../../domain/delivery.ts';
import type { Suppression } from '../../domain/suppression.ts';
import { instantSchema } from '../../domain/time.ts';
import { decideAndWrite } from '../adapters/dynamodb/decide-and-write.ts';
import { recordDelivery } from '../adapters/dynamodb/invitation-changes.ts';
import { readInvitation } from '../adapters/dynamodb/invitations.ts';
import { suppress } from '../adapters/dynamodb/suppressions.ts';
import { tagsSchema } from '../adapters/mail-tags.ts';
import { log } from '../runtime/log.ts';
import { randomId } from '../runtime/random-id.ts';
import { type Identify, workThrough } from './partial-failures.ts';

/** A word from SES's vocabulary that the code does not interpret; only people read it. */
const wordSchema = z
  .string()
  .transform(word => word.slice(0, 100))
  .catch('unknown');

const timeSchema = instantSchema.optional().catch(undefined);

/** An event as SES publishes it to EventBridge; see "Contents of event data" in the SES developer guide. */
const eventSchema = z.object({
  detail: z.object({
    eventType: z.string(),
    bounce: z.object({ timestamp: timeSchema, bounceType: wordSchema, bounceSubType: wordSchema }).optional(),
    complaint: z.object({ timestamp: timeSchema, complaintFeedbackType: wordSchema }).optional(),
    deliveryDelay: z.object({ delayType: wordSchema }).optional(),
  }),
});
type SesEvent = z.infer<typeof eventSchema>['detail'];

/** An event of a mail that this service sent. */
const taggedSchema = z.object({ detail: z.object({ mail: z.object({ tags: tagsSchema }) }) });

/** Records the outcome of mails on their invitations, from SES's events. Events of other mails are ignored. */
export async function handler({ Records: records }: SQSEvent): Promise<SQSBatchResponse> {
  return workThrough({ records, atOnce: 5, idOf: ({ messageId }) => messageId }, ({ body }, identify) =>
    record(JSON.parse(body), identify),
  );
}

/** @throws if an event of our mail does not have the known form: an operator has to look at it */
async function record(event: unknown, identify: Identify): Promise<void> {
  const tagged = taggedSchema.safeParse(event);
  if (!tagged.success) return log.info('SES event ignored: not a mail of this service');
  const { site, room, invitation: id, mail } = tagged.data.detail.mail.tags;
  identify({ site, mail });
  const { detail } = eventSchema.parse(event);
  const outcome = outcomeOf(detail);
  if (outcome === undefined) return;
  const found = await readInvitation({ site, room, id });
  const now = new Date().toISOString();
  const reason = whyNoMore(detail);
  const at = (detail.bounce ?? detail.complaint)?.timestamp ?? now;
  if (reason !== undefined && found.invitation !== undefined)
    await suppress(site, found.invitation.email, { reason, at });
  const nextMail = randomId();
  await decideAndWrite(
    found.invitation,
    invitation => invitation,
    invitation => {
      if (invitation === undefined) return undefined;
      const delivery = afterFeedback(invitation.delivery, { mail, outcome, at: now, nextMail });
      return delivery && recordDelivery(invitation, { delivery });
    },
  );
}

/**
 * Why a site suppresses an address: SES reports that it does not exist, or that the invitee marked a mail as spam.
 */
function whyNoMore(event: SesEvent): Suppression['reason'] | undefined {
  if (event.eventType === 'Bounce' && event.bounce?.bounceType === 'Permanent') return 'bounced';
  return isComplaint(event) ? 'complained' : undefined;
}

/** A complaint may also report that a mail was wrongly taken for spam. */
const isComplaint = ({ eventType, complaint }: SesEvent): boolean =>
  eventType === 'Complaint' && complaint?.complaintFeedbackType !== 'not-spam';

/** Bounces that SES makes itself, for addresses on its suppression lists. */
const SUPPRESSED = new Set(['Suppressed', 'OnAccountSuppressionList']);

function outcomeOf(event: SesEvent): Outcome | undefined {
  const { bounce, complaint, deliveryDelay } = event;
  switch (event.eventType) {
    case 'Send':
      return { state: 'sent' };
    case 'Delivery':
      return { state: 'delivered' };
    case 'DeliveryDelay':
      return { state: 'delayed', reason: deliveryDelay?.delayType ?? 'unknown' };
    case 'Bounce':
      return {
        state: SUPPRESSED.has(bounce?.bounceSubType ?? '') ? 'suppressed' : 'bounced',
        reason: bounce === undefined ? 'unknown' : `${bounce.bounceType} ${bounce.bounceSubType}`,
      };
    case 'Complaint':
      return isComplaint(event)
        ? { state: 'complained', reason: complaint?.complaintFeedbackType ?? 'unknown' }
        : undefined;
    case 'Reject':
      return { state: 'failed', reason: 'rejected' };
    case 'Rendering Failure':
      return { state: 'failed', reason: RENDERING_FAILURE };
    default:
      return undefined;
  }
}
