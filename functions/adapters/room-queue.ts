import { SendMessageCommand } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { Instant } from '../../domain/time.ts';
import { environment } from '../runtime/environment.ts';
import { log } from '../runtime/log.ts';
import { sha256 } from '../runtime/sha256.ts';
import { sqs } from './sqs.ts';

/** The message to refresh a room from Kaltura. */
export const roomToRefreshSchema = z.object({ site: z.string(), room: z.string() });
type RoomToRefresh = z.infer<typeof roomToRefreshSchema>;

const LONGEST_SEND_MILLIS = 300;
const MOST_REMEMBERED = 10_000;

/** The deduplication ids that this process has sent: SQS need not be asked again. */
const sent = new Set<string>();

/** Requests a refresh, at most once a room and minute. An invitee's call neither fails nor waits long for it. */
export async function requestRefresh({ site, room }: RoomToRefresh, now: Instant): Promise<void> {
  const minute = now.slice(0, 'yyyy-mm-ddThh:mm'.length);
  const id = hash([site, room, minute]);
  if (sent.has(id)) return;
  if (sent.size >= MOST_REMEMBERED) sent.clear();
  sent.add(id);
  try {
    const message = new SendMessageCommand({
      QueueUrl: environment('ROOM_QUEUE_URL'),
      MessageBody: JSON.stringify({ site, room } satisfies RoomToRefresh),
      MessageGroupId: hash([site, room]),
      MessageDeduplicationId: id,
    });
    await sqs().send(message, { abortSignal: AbortSignal.timeout(LONGEST_SEND_MILLIS) });
  } catch (error) {
    sent.delete(id);
    log.error('the refresh of a room could not be requested', error, { site });
  }
}

const hash = (parts: string[]): string => sha256(parts.join('\n'));
