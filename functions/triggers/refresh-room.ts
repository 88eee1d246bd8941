import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { readSite } from '../adapters/dynamodb/sites.ts';
import { roomToRefreshSchema } from '../adapters/room-queue.ts';
import { refreshRoom } from '../rooms/current-room.ts';
import { log } from '../runtime/log.ts';
import { isOutage } from '../runtime/outage.ts';
import { workThrough } from './partial-failures.ts';

/** Refreshes the rooms of the queue from Kaltura. After an outage nothing is retried: the next call asks again. */
export async function handler({ Records: records }: SQSEvent): Promise<SQSBatchResponse> {
  const batch = { records, atOnce: 5, idOf: ({ messageId }: SQSRecord) => messageId };
  return workThrough(batch, async (record, identify) => {
    const { site: id, room: roomId } = roomToRefreshSchema.parse(JSON.parse(record.body));
    identify({ site: id });
    try {
      const site = await readSite(id);
      if (site !== undefined) await refreshRoom({ site, roomId, now: new Date().toISOString() });
    } catch (error) {
      if (!isOutage(error)) throw error;
      log.error('a room could not be refreshed', error, { site: id });
    }
  });
}
