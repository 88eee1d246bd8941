import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { happenings, mailDue } from '../domain/history.ts';
import { recordHappenings } from './adapters/dynamodb/history.ts';
import { invitationOfImage } from './adapters/dynamodb/invitations.ts';
import { queueMails } from './adapters/mail-queue.ts';
import { workThrough } from './shared/batch.ts';

/** Follows the table's stream: writes history, counts, and queues the mail that a write asked for. */
export async function handler({ Records: records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  return workThrough({ records, atOnce: 10, idOf: ({ dynamodb }) => dynamodb?.SequenceNumber }, follow);
}

async function follow({ dynamodb = {} }: DynamoDBRecord): Promise<void> {
  const after = invitationOfImage(dynamodb.NewImage);
  if (after === undefined) return;
  const { invitation, ttl } = after;
  const before = invitationOfImage(dynamodb.OldImage)?.invitation;
  const sequenceNumber = dynamodb.SequenceNumber ?? '0';
  const news = happenings(before, invitation);
  if (news.length > 0) await recordHappenings({ invitation, happenings: news, sequenceNumber, ttl });
  const mail = mailDue(before, invitation);
  const { site, room, id } = invitation;
  if (mail !== undefined) await queueMails([{ site, room, invitation: id, mail }]);
}
