import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { haveExpired, retrySeconds } from '../../domain/ended-sessions.ts';
import { type EndedSessions, endedSessionsSchema, postponeSessions } from '../adapters/session-queue.ts';
import { log } from '../runtime/log.ts';
import { endSessionsOfInvitation, endSessionsOfRoom } from '../sessions/end.ts';
import { workThrough } from './partial-failures.ts';

/** Ends Kaltura sessions, each at least once. Retries until they have expired by themselves. */
export async function handler({ Records: records }: SQSEvent): Promise<SQSBatchResponse> {
  // All at once, so that no message waits for a call to Kaltura that another one makes.
  const batch = { records, atOnce: records.length, idOf: ({ messageId }: SQSRecord) => messageId };
  return workThrough(batch, async (record, identify) => {
    const ended = endedSessionsSchema.parse(JSON.parse(record.body));
    identify(idsOf(ended));
    try {
      await end(ended);
    } catch (error) {
      await handBack(record, ended);
      throw error;
    }
  });
}

/** The fields by which the log finds the sessions again. */
const idsOf = ({ site, room, ...ended }: EndedSessions) => ({
  site,
  room,
  ...(ended.kind === 'invitation' && { invitation: ended.invitation, epoch: String(ended.epoch) }),
});

async function end(ended: EndedSessions): Promise<void> {
  const now = new Date().toISOString();
  if (haveExpired(ended.at, now)) return log.info('sessions given up: they have expired', idsOf(ended));
  await (ended.kind === 'room' ? endSessionsOfRoom(ended) : endSessionsOfInvitation(ended, now));
}

/** Back-off by the message's visibility timeout. */
async function handBack(record: SQSRecord, ended: EndedSessions): Promise<void> {
  try {
    await postponeSessions(record, retrySeconds(Number(record.attributes.ApproximateReceiveCount)));
  } catch (failure) {
    // Then the queue's own visibility timeout decides when it is retried.
    log.error('sessions not postponed', failure, idsOf(ended));
  }
}
