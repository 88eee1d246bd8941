import * as z from 'zod';
import { type Instant, instantSchema } from './time.ts';

/** The states of an invitation's mail (docs/contract.md#3-routes). */
export const deliveryStates = [
  'not_requested',
  'queued',
  'sent',
  'delivered',
  'delayed',
  'bounced',
  'complained',
  'suppressed',
  'failed',
] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export const deliverySchema = z.strictObject({
  state: z.enum(deliveryStates),
  at: instantSchema,
  reason: z
    .string()
    .optional()
    .describe(
      'Why the mail bounced, failed, is delayed or suppressed. For a sent mail: why it used the default template (docs/email-templates.md).',
    ),
});

/**
 * `mail` is the id of one request to mail. A newer request replaces it, so a queued message for an older one is
 * stale. `linkId` is the link in this mail. `requestId` is the id of the HTTP request that caused it. `requestedBy`
 * is set if an invitee requested a fresh link, which counts against a separate rate limit.
 */
type Mailing = { mail: string; linkId: string; requestId: string; requestedBy?: 'invitee' };

/** Why a mail uses the default template: the site's template is invalid, or no template has the configured name. */
export const templateProblems = ['template_invalid', 'template_missing'] as const;
export type TemplateProblem = (typeof templateProblems)[number];

export type Delivery = z.infer<typeof deliverySchema> &
  Partial<Mailing> & { templateProblem?: TemplateProblem };
export type Outcome = Pick<Delivery, 'state' | 'reason' | 'templateProblem'>;

export const queued = (mailing: Mailing, at: Instant): Delivery => ({ state: 'queued', at, ...mailing });

/**
 * The mail was retried for days, and SES neither accepted nor refused it. It is sent if operators redrive the
 * dead-letter queue.
 */
export const GIVEN_UP = 'gave_up';
export const givenUp: Outcome = { state: 'failed', reason: GIVEN_UP };

/** Whether this mail is still to be sent. */
export const isDue = ({ mail, state, reason }: Delivery, asked: string): boolean =>
  mail === asked && (state === 'queued' || (state === 'failed' && reason === GIVEN_UP));

// In the order of time: a delivery comes after a delay, and a bounce or a complaint may come after a delivery.
const ORDER: DeliveryState[] = [
  'queued',
  'sent',
  'delayed',
  'failed',
  'suppressed',
  'delivered',
  'bounced',
  'complained',
];

/** SES sends events at least once and out of order: a stale event must not overwrite a later state. */
export const supersedes = (next: DeliveryState, current: DeliveryState): boolean =>
  ORDER.indexOf(next) > ORDER.indexOf(current);

/** The delivery with its outcome. */
export function concluded(delivery: Delivery, outcome: Outcome, at: Instant): Delivery {
  const { reason: _, ...standing } = delivery;
  return { ...standing, at, ...outcome };
}

/** SES could not render the template. SES reports this by an event, after it has accepted the mail. */
export const RENDERING_FAILURE = 'rendering_failure';

type Feedback = { mail: string; outcome: Outcome; at: Instant; nextMail: string };

/**
 * Applies an SES event to a delivery. If SES could not render the template, the mail is queued again as `nextMail`,
 * with the default template.
 * @returns undefined if the event is about an older mail, or changes nothing
 */
export function afterFeedback(delivery: Delivery, feedback: Feedback): Delivery | undefined {
  const { mail, outcome, at, nextMail } = feedback;
  if (delivery.mail !== mail || !supersedes(outcome.state, delivery.state)) return undefined;
  if (outcome.reason !== RENDERING_FAILURE || delivery.templateProblem !== undefined)
    return concluded(delivery, outcome, at);
  return concluded(
    { ...delivery, mail: nextMail },
    { state: 'queued', templateProblem: 'template_invalid' },
    at,
  );
}

/** The delivery as managers see it. If the mail used the default template, `reason` says why. */
export function deliveryView({
  state,
  at,
  reason,
  templateProblem,
}: Delivery): z.infer<typeof deliverySchema> {
  const shown = reason ?? templateProblem;
  return { state, at, ...(shown !== undefined && { reason: shown }) };
}
