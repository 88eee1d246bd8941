import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { afterFeedback, type Outcome, RENDERING_FAILURE } from '../domain/delivery.ts';
import type { Suppression } from '../domain/suppression.ts';
import { instantSchema } from '../domain/time.ts';
import { readInvitation, recordDelivery } from './adapters/dynamodb/invitations.ts';
import { suppress } from './adapters/dynamodb/suppressions.ts';
import { tagsSchema } from './adapters/mail-tags.ts';
import { type Concerns, workThrough } from './shared/batch.ts';
import { log } from './shared/log.ts';
import { randomId } from './shared/random-id.ts';
import { settle } from './shared/settle.ts';

/** One of SES's own, of no interest but to whoever reads it. */
const wordSchema = z
  .string()
  .transform(word => word.slice(0, 100))
  .catch('unknown');

const timeSchema = instantSchema.optional().catch(undefined);

/** As SES publishes it to EventBridge; see "Contents of event data" in the SES developer guide. */
const eventSchema = z.object({
  detail: z.object({
    eventType: z.string(),
    bounce: z.object({ timestamp: timeSchema, bounceType: wordSchema, bounceSubType: wordSchema }).optional(),
    complaint: z.object({ timestamp: timeSchema, complaintFeedbackType: wordSchema }).optional(),
    deliveryDelay: z.object({ delayType: wordSchema }).optional(),
  }),
});
type SesEvent = z.infer<typeof eventSchema>['detail'];

/** Of a mail of ours. */
const taggedSchema = z.object({ detail: z.object({ mail: z.object({ tags: tagsSchema }) }) });

/** Notes on invitations how their mails fared; events of other mails are ignored. */
export async function handler({ Records: records }: SQSEvent): Promise<SQSBatchResponse> {
  return workThrough({ records, atOnce: 5, idOf: ({ messageId }) => messageId }, ({ body }, concerns) =>
    record(JSON.parse(body), concerns),
  );
}

/** @throws where an event of our mail is not of the form that is known: it has to be looked at */
async function record(event: unknown, concerns: Concerns): Promise<void> {
  const tagged = taggedSchema.safeParse(event);
  if (!tagged.success) return log.info('event of a mail that is not ours');
  const { site, room, invitation: id, mail } = tagged.data.detail.mail.tags;
  concerns({ site, mail });
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
  await settle(
    found.invitation,
    invitation => invitation,
    invitation => {
      if (invitation === undefined) return undefined;
      const delivery = afterFeedback(invitation.delivery, { mail, outcome, at: now, nextMail });
      return delivery && recordDelivery(invitation, { delivery });
    },
  );
}

/** Why a site writes to an address no more, where SES says that it is gone, or that its owner takes the mail for spam. */
function whyNoMore(event: SesEvent): Suppression['reason'] | undefined {
  if (event.eventType === 'Bounce' && event.bounce?.bounceType === 'Permanent') return 'bounced';
  return isComplaint(event) ? 'complained' : undefined;
}

/** An addressee may also tell that a mail was taken for spam wrongly. */
const isComplaint = ({ eventType, complaint }: SesEvent): boolean =>
  eventType === 'Complaint' && complaint?.complaintFeedbackType !== 'not-spam';

/** Bounces that SES makes itself, for addresses it does not write to any more. */
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
