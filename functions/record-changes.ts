import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { encodeTime } from 'ulid';
import { type HistoryEntry, happenings, mailDue } from '../domain/history.ts';
import type { Invitation } from '../domain/invitation.ts';
import { recordHappenings } from './adapters/dynamodb/happened.ts';
import { toInvitation } from './adapters/dynamodb/invitations.ts';
import type { Item } from './adapters/dynamodb/items.ts';
import { queueMails } from './adapters/mail-queue.ts';
import { inParallel } from './in-parallel.ts';
import { log } from './log.ts';

const AT_ONCE = 10;

/** Follows the table's stream: writes history, counts, and queues the mail that a write asked for. */
export async function handler(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const outcomes = await inParallel(event.Records, AT_ONCE, async record => {
    try {
      await follow(record);
      return undefined;
    } catch (error) {
      log.error('change not followed', error);
      return record.dynamodb?.SequenceNumber;
    }
  });
  const failures = outcomes.filter(sequence => sequence !== undefined);
  return { batchItemFailures: failures.map(itemIdentifier => ({ itemIdentifier })) };
}

async function follow({ dynamodb = {} }: DynamoDBRecord): Promise<void> {
  const after = invitationOf(dynamodb.NewImage);
  if (after === undefined) return;
  const before = invitationOf(dynamodb.OldImage)?.invitation;
  const { invitation, ttl } = after;
  const entries = happenings(before, invitation).map(
    (happening, index): HistoryEntry => ({
      ...happening,
      id: entryId(happening.at, dynamodb.SequenceNumber, index),
    }),
  );
  if (entries.length > 0) await recordHappenings(invitation, entries, ttl);
  const mail = mailDue(before, invitation);
  const { site, room, id } = invitation;
  if (mail !== undefined) await queueMails([{ site, room, invitation: id, mail }]);
}

type Image = NonNullable<DynamoDBRecord['dynamodb']>['NewImage'];

function invitationOf(image: Image): { invitation: Invitation; ttl: number } | undefined {
  if (image === undefined) return undefined;
  const item = unmarshall(image as Record<string, AttributeValue>) as Item;
  return { invitation: toInvitation(item), ttl: item.ttl };
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const RANDOM_CHARACTERS = 16;

/** A ULID that the same record always gives, in the order of the records. */
function entryId(at: string, sequenceNumber = '0', index: number): string {
  let rest = BigInt(sequenceNumber) * 8n + BigInt(index);
  let tail = '';
  for (let position = 0; position < RANDOM_CHARACTERS; position += 1) {
    tail = (CROCKFORD[Number(rest % 32n)] ?? '') + tail;
    rest /= 32n;
  }
  return encodeTime(Date.parse(at), 10) + tail;
}
