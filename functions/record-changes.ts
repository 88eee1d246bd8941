import type { DynamoDBBatchResponse, DynamoDBRecord, SQSRecord } from 'aws-lambda';
import { happenings } from '../domain/history.ts';
import { mailsDue } from '../domain/mails-due.ts';
import { parkChange, parkedChange } from './adapters/change-queue.ts';
import { recordHappenings } from './adapters/dynamodb/history.ts';
import { invitationOfImage } from './adapters/dynamodb/invitations.ts';
import { queueMail } from './adapters/mail-queue.ts';
import { workThrough } from './shared/batch.ts';
import { log } from './shared/log.ts';
import { countHappenings } from './shared/metrics.ts';
import { isOutage } from './shared/outage.ts';

type Changes = { Records: (DynamoDBRecord | SQSRecord)[] };

/**
 * Follows the table's stream: writes history, counts, and queues the mail that a write asked for. A change that cannot
 * be followed is parked on the change queue, which comes here too: the stream would hold up all later ones for it.
 */
export async function handler({ Records: records }: Changes): Promise<DynamoDBBatchResponse> {
  return workThrough({ records, atOnce: 10, idOf }, record =>
    'body' in record ? follow(parkedChange(record)) : followOrPark(record),
  );
}

const idOf = (record: DynamoDBRecord | SQSRecord): string | undefined =>
  'body' in record ? record.messageId : record.dynamodb?.SequenceNumber;

/** @throws where something did not answer, so that no other change could be followed either: the stream waits */
async function followOrPark(record: DynamoDBRecord): Promise<void> {
  try {
    await follow(record);
  } catch (error) {
    if (isOutage(error)) throw error;
    log.error('change parked', error, { record: idOf(record) });
    await parkChange(record);
  }
}

/** Comes to the same also after later changes of the invitation, and again: what it writes follows from the record. */
async function follow({ dynamodb = {} }: DynamoDBRecord): Promise<void> {
  const after = invitationOfImage(dynamodb.NewImage);
  if (after === undefined) return;
  const { invitation, ttl } = after;
  const before = invitationOfImage(dynamodb.OldImage)?.invitation;
  const sequenceNumber = dynamodb.SequenceNumber ?? '0';
  const news = happenings(before, invitation);
  await recordHappenings({ invitation, happenings: news, sequenceNumber, ttl });
  const { site, room, id, delivery } = invitation;
  const { requestId } = delivery;
  for (const asked of mailsDue(before, invitation))
    await queueMail({ site, room, invitation: id, requestId, ...asked });
  countHappenings(news);
}
