import * as z from 'zod';
import { type Instant, instantSchema } from './time.ts';

/** How the mail of an invitation went (contract section 3). */
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
      'A word for why it bounced, failed, is delayed or suppressed; of a mail that was sent, why in the default words: docs/email-templates.md.',
    ),
});

/**
 * `mail` names one request to mail: a newer request gives it a new value, so that work for the older one is void.
 * `linkId` is the link that this mail carries; `requestId` is of the HTTP request that asked for it.
 */
type Mailing = { mail: string; linkId: string; requestId: string };

/** Why the default template stands in for the site's own: it cannot be used, or there is none of its name. */
export const templateProblems = ['template_invalid', 'template_missing'] as const;
export type TemplateProblem = (typeof templateProblems)[number];

export type Delivery = z.infer<typeof deliverySchema> &
  Partial<Mailing> & { templateProblem?: TemplateProblem };
export type Outcome = Pick<Delivery, 'state' | 'reason' | 'templateProblem'>;

export const queued = (mailing: Mailing, at: Instant): Delivery => ({ state: 'queued', at, ...mailing });

/** A mail that SES took for days neither to accept nor to refuse; it is still due when operators try it again. */
export const GIVEN_UP = 'gave_up';
export const givenUp: Outcome = { state: 'failed', reason: GIVEN_UP };

/** Whether this mail is still to be sent. */
export const isDue = ({ mail, state, reason }: Delivery, asked: string): boolean =>
  mail === asked && (state === 'queued' || (state === 'failed' && reason === GIVEN_UP));

// Each later than the one before: a delivery comes after a delay, a bounce or a complaint may come after a delivery.
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

/** Events come out of order and repeat; none turns a later state back. */
export const supersedes = (next: DeliveryState, current: DeliveryState): boolean =>
  ORDER.indexOf(next) > ORDER.indexOf(current);

/** A delivery with what has become of it. */
export function concluded(delivery: Delivery, outcome: Outcome, at: Instant): Delivery {
  const { reason: _, ...standing } = delivery;
  return { ...standing, at, ...outcome };
}

/** SES could not fill in the template: found out only when the mail was taken already. */
export const RENDERING_FAILURE = 'rendering_failure';

type Feedback = { mail: string; outcome: Outcome; at: Instant; nextMail: string };

/**
 * What stands of a delivery after SES has said how a mail fared, or nothing where that changes nothing. A mail whose
 * template could not be filled in is due again, as `nextMail`, with the default template.
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

/** What managers see of it. A mail that went out with the default template says why. */
export function deliveryView({
  state,
  at,
  reason,
  templateProblem,
}: Delivery): z.infer<typeof deliverySchema> {
  const shown = reason ?? templateProblem;
  return { state, at, ...(shown !== undefined && { reason: shown }) };
}
