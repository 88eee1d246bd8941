import type { DynamoDBRecord, StreamRecord } from 'aws-lambda';
import { endedEpoch, endedGeneration } from '../../domain/ended-sessions.ts';
import { type Happening, happenings } from '../../domain/history.ts';
import type { Invitation } from '../../domain/invitation.ts';
import { mailsDue } from '../../domain/mails-due.ts';
import { fromEpochSeconds, type Instant } from '../../domain/time.ts';
import { entriesOf } from '../adapters/dynamodb/history.ts';
import { invitationOfImage } from '../adapters/dynamodb/invitation-items.ts';
import type { Item } from '../adapters/dynamodb/items.ts';
import { roomOfImage } from '../adapters/dynamodb/rooms.ts';
import { ROOM_SORT_KEY, table } from '../adapters/dynamodb/table.ts';
import type { DueMail } from '../adapters/mail-queue.ts';
import type { EndedSessions } from '../adapters/session-queue.ts';

/** The work that follows from a write to an invitation or a room. */
export type Consequences = {
  news: Happening[];
  entries: Item[];
  mails: DueMail[];
  sessions: EndedSessions[];
  generated: Invitation[];
};

export const NOTHING: Consequences = { news: [], entries: [], mails: [], sessions: [], generated: [] };

/** They follow from the record alone, so a retry gives the same ones, also after later changes of the item. */
export function consequencesOf({ dynamodb = {} }: DynamoDBRecord): Consequences {
  const isRoom = dynamodb.Keys?.[table.sortKey]?.S === ROOM_SORT_KEY;
  return isRoom ? { ...NOTHING, sessions: endedInRoom(dynamodb) } : ofInvitation(dynamodb);
}

function ofInvitation(record: StreamRecord): Consequences {
  const after = invitationOfImage(record.NewImage);
  if (after === undefined) return NOTHING;
  const { invitation, ttl } = after;
  const before = invitationOfImage(record.OldImage)?.invitation;
  const { site, room, id, delivery } = invitation;
  const { requestId } = delivery;
  const news = happenings(before, invitation);
  const epoch = endedEpoch(before, invitation);
  return {
    news,
    entries: entriesOf({ invitation, happenings: news, sequenceNumber: record.SequenceNumber ?? '0', ttl }),
    mails: mailsDue(before, invitation).map(asked => ({ site, room, invitation: id, requestId, ...asked })),
    sessions:
      epoch === undefined
        ? []
        : [{ kind: 'invitation', site, room, invitation: id, epoch, at: timeOf(record) }],
    generated: news.some(({ type }) => type === 'generated') ? [invitation] : [],
  };
}

function endedInRoom(record: StreamRecord): EndedSessions[] {
  const [before, after] = [roomOfImage(record.OldImage), roomOfImage(record.NewImage)];
  const generation = endedGeneration(before, after);
  if (after === undefined || generation === undefined) return [];
  const { site, id: room } = after;
  return [{ kind: 'room', site, room, generation, at: timeOf(record), isLate: false }];
}

/** The time of the write. */
const timeOf = ({ ApproximateCreationDateTime: seconds = Date.now() / 1000 }: StreamRecord): Instant =>
  fromEpochSeconds(seconds);
