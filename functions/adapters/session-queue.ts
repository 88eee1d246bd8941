import type { SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { instantSchema } from '../../domain/time.ts';
import { postpone, sendMessages } from './messages.ts';

/** The messages about Kaltura sessions that are to be ended: ids and numbers, no personal data. */

/** `at` is the time of the write that ended the sessions. */
const shared = { site: z.string(), room: z.string(), at: instantSchema };

/** The sessions of one invitation and epoch. */
const ofInvitation = z.object({
  kind: z.literal('invitation'),
  ...shared,
  invitation: z.string(),
  epoch: z.int().min(0),
});

/** The sessions of all guests of a deleted room. */
const ofRoom = z.object({
  kind: z.literal('room'),
  ...shared,
  generation: z.int(),
  /** The last invitation of the page before. */
  after: z.string().optional(),
  /** Only guests who entered while the room was being deleted. */
  isLate: z.boolean().default(false),
});

export const endedSessionsSchema = z.discriminatedUnion('kind', [ofInvitation, ofRoom]);
export type EndedSessions = z.infer<typeof endedSessionsSchema>;
export type EndedInRoom = z.infer<typeof ofRoom>;
export type EndedOfInvitation = z.infer<typeof ofInvitation>;

/** Queues ended sessions. @returns those that were not queued, each with its error */
export const queueSessions = (
  ended: EndedSessions[],
  delaySeconds?: number,
): Promise<Map<EndedSessions, unknown>> => sendMessages('SESSION_QUEUE_URL', ended, delaySeconds);

/** Back-off of a failed message. */
export const postponeSessions = (record: SQSRecord, seconds: number): Promise<void> =>
  postpone('SESSION_QUEUE_URL', record, seconds);
