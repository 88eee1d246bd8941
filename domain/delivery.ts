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
  reason: z.string().optional(),
});

/**
 * `mail` names one request to mail: a newer request gives it a new value, so that work for the older one is void.
 * `linkId` is the link that this mail carries; `requestId` is of the HTTP request that asked for it.
 */
type Mailing = { mail: string; linkId: string; requestId: string };
export type Delivery = z.infer<typeof deliverySchema> & Partial<Mailing>;

export const queued = (mailing: Mailing, at: Instant): Delivery => ({ state: 'queued', at, ...mailing });

// The higher, the later: a delivery comes after a delay, a bounce or a complaint may come after a delivery.
const RANK: Partial<Record<DeliveryState, number>> = {
  queued: 0,
  sent: 1,
  delayed: 2,
  failed: 3,
  suppressed: 3,
  delivered: 4,
  bounced: 5,
  complained: 6,
};

/** Events come out of order and repeat; none turns a later state back. */
export const supersedes = (next: DeliveryState, current: DeliveryState): boolean =>
  (RANK[next] ?? 0) > (RANK[current] ?? 0);
